using Minima.Reals;

namespace Minima.Writers;

/// <summary>A name for a part of an expression.</summary>
/// <param name="Name">The name.</param>
/// <param name="Text">The text of the part; it may use earlier names.</param>
/// <param name="Level">One more than the highest level of the names that it uses; 1 if it uses none.</param>
internal readonly record struct NamedPart(string Name, string Text, int Level);

/// <summary>An expression as text of a programming language: parts with names, then the result.</summary>
internal sealed class CodeText
{
    // Beyond this depth a part gets a name, so that no compiler or parser overflows its stack.
    private const int DeepestNesting = 24;

    private readonly Dialect dialect;
    private readonly SymbolGraph graph;
    private readonly HashSet<string> taken;
    private readonly Dictionary<int, Piece> pieces = [];
    private readonly Dictionary<int, int> levels = [];
    private readonly Dictionary<int, string> conditions = [];
    private readonly HashSet<int> joined = [];
    private readonly List<NamedPart> parts = [];

    private CodeText(Dialect dialect, SymbolGraph graph, IReadOnlyList<string> inputs, IReadOnlyList<string> parameters)
    {
        this.dialect = dialect;
        this.graph = graph;
        Inputs = inputs;
        Parameters = parameters;
        taken = new([.. inputs, .. parameters, .. dialect.Reserved], StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The parts that have names, each after those that it uses.</summary>
    public IReadOnlyList<NamedPart> Parts => parts;

    /// <summary>The whole expression; the first if there are several.</summary>
    public Piece Result => Results[0];

    /// <summary>The expressions, in the order in which they were given.</summary>
    public IReadOnlyList<Piece> Results { get; private set; } = [];

    /// <summary>The names of the inputs.</summary>
    public IReadOnlyList<string> Inputs { get; }

    /// <summary>The names of the parameters.</summary>
    public IReadOnlyList<string> Parameters { get; }

    /// <summary>Writes an expression. Work and text grow with the number of nodes, not of paths through them.</summary>
    public static CodeText Of(Symbol symbol, Dialect dialect, Func<string, string>? column = null) => Of([symbol], dialect, column);

    /// <summary>Writes several expressions of one graph: a part that two of them share has one name.</summary>
    public static CodeText Of(IReadOnlyList<Symbol> symbols, Dialect dialect, Func<string, string>? column = null)
    {
        var source = symbols[0].Graph;
        var (inputs, parameters) = (source.Inputs, source.Parameters);
        var names = column is null
            ? Identifiers.Of([.. inputs, .. parameters.Select(p => p.Name)], dialect.Reserved)
            : [.. inputs.Select(column), .. parameters.Select(p => column(p.Name))];
        var text = new CodeText(dialect, source, names[..inputs.Count], names[inputs.Count..]);
        int[] order = symbols.Count == 1 ? [.. source.NodesOf(symbols[0])] : [.. symbols.SelectMany(source.NodesOf).Distinct().Order()];
        text.FindJoined(order);
        var uses = text.UsesOf(order);
        var results = symbols.Select(symbol => symbol.Index).ToHashSet();
        foreach (var index in order)
        {
            var used = uses.GetValueOrDefault(index);

            // A result that another one uses is written in both places.
            var isResult = results.Contains(index);
            text.Add(index, isResult && used > 0 ? used + 1 : used, isResult && used == 0);
        }

        text.Results = [.. symbols.Select(symbol => text.pieces[symbol.Index])];
        return text;
    }

    private Dictionary<int, int> UsesOf(IReadOnlyList<int> order)
    {
        var uses = new Dictionary<int, int>();
        foreach (var index in order)
        {
            var node = graph[index];
            for (var k = 0; k < Operands(node); k++)
            {
                var operand = node.Operand(k);
                if (k == 2 && joined.Contains(index))
                {
                    // The inner choice writes it.
                    continue;
                }

                uses[operand] = (int)Math.Min((long)uses.GetValueOrDefault(operand) + dialect.Repeats(node, k, graph), 1 << 20);
            }
        }

        return uses;
    }

    private void Add(int index, int uses, bool isRoot)
    {
        var node = graph[index];
        var piece = Write(index, node);
        var level = 0;
        for (var k = 0; k < Operands(node); k++)
        {
            level = Math.Max(level, levels[node.Operand(k)]);
        }

        if (!isRoot && Operands(node) > 0 && ((piece.Depth >= DeepestNesting && !conditions.ContainsKey(index)) || (uses > 1 && dialect.Binds(piece, uses))))
        {
            var name = NameOf(node);
            level++;
            parts.Add(new(name, piece.Text, level));
            piece = new(name);
        }

        pieces[index] = piece;
        levels[index] = level;
    }

    private Piece Write(int index, SymbolNode node)
    {
        switch (node.Kind)
        {
            case SymbolKind.Input:
                return new(Inputs[node.A]);
            case SymbolKind.Parameter:
                return new(Parameters[node.A]);
            case SymbolKind.Constant:
                return dialect.Number(node.Value);
            case SymbolKind.Add:
                return Dialect.Binary(pieces[node.A], " + ", pieces[node.B], Binding.Sum, Binding.Product);
            case SymbolKind.Subtract:
                return Dialect.Binary(pieces[node.A], " - ", pieces[node.B], Binding.Sum, Binding.Product);
            case SymbolKind.Multiply:
                return Dialect.Binary(pieces[node.A], " * ", pieces[node.B], Binding.Product, Binding.Sign);
            case SymbolKind.Divide:
                return dialect.Divide(pieces[node.A], pieces[node.B]);
            case SymbolKind.Negate:
                return new("-" + pieces[node.A].At(Binding.Atom), Binding.Sign, pieces[node.A].Depth + 1);
            case SymbolKind.IfLess:
                return Choice(index, node);
            case SymbolKind.Power:
                return dialect.Power(pieces[node.A], pieces[node.B]);
            case SymbolKind.StraightThrough:
                return pieces[node.A];
            default:
                Span<Piece> arguments = [pieces[node.A], node.B < 0 ? default : pieces[node.B], node.C < 0 ? default : pieces[node.C]];
                return dialect.Function(node.Function!, arguments);
        }
    }

    /// <summary>Two successive choices with the same result are one: below or above 0.</summary>
    private Piece Choice(int index, SymbolNode node)
    {
        var condition = dialect.Condition(pieces[node.A], pieces[node.B], node, graph);
        var (no, depth) = (pieces[node.D], Math.Max(Math.Max(pieces[node.A].Depth, pieces[node.B].Depth), Math.Max(pieces[node.C].Depth, pieces[node.D].Depth)) + 1);
        if (joined.Contains(index))
        {
            var inner = graph[node.D];
            condition += dialect.Or + conditions[node.D];
            no = pieces[inner.D];
        }

        conditions[index] = condition;
        return dialect.Choose(condition, pieces[node.C], no, depth);
    }

    /// <summary>Finds choices whose "otherwise" is a choice that nothing else uses and that has the same first result.</summary>
    private void FindJoined(IReadOnlyList<int> order)
    {
        var parents = new Dictionary<int, int>();
        foreach (var index in order)
        {
            for (var k = 0; k < Operands(graph[index]); k++)
            {
                parents[graph[index].Operand(k)] = parents.GetValueOrDefault(graph[index].Operand(k)) + 1;
            }
        }

        foreach (var index in order)
        {
            var node = graph[index];
            if (node.Kind == SymbolKind.IfLess && graph[node.D] is { Kind: SymbolKind.IfLess } inner && inner.C == node.C && parents[node.D] == 1)
            {
                joined.Add(index);
            }
        }
    }

    /// <summary>A straight-through step is written as its value; the path is only for derivatives.</summary>
    private static int Operands(SymbolNode node) => node.Kind == SymbolKind.StraightThrough ? 1 : node.Operands;

    /// <summary>A name that describes the part, if there is a word for it.</summary>
    private string NameOf(SymbolNode node)
    {
        if (node.Kind is SymbolKind.Subtract or SymbolKind.Multiply && graph[node.A].Kind == SymbolKind.Input && graph[node.B].Kind == SymbolKind.Input)
        {
            var word = (graph.Inputs[graph[node.A].A], node.Kind, graph.Inputs[graph[node.B].A]) switch
            {
                ("prediction", SymbolKind.Subtract, "target") => "residual",
                ("target", SymbolKind.Subtract, "prediction") => "excess",
                ("target", SymbolKind.Multiply, "prediction") or ("prediction", SymbolKind.Multiply, "target") => "margin",
                _ => "",
            };
            if (word.Length > 0 && taken.Add(word))
            {
                return word;
            }
        }

        for (var n = parts.Count + 1; ; n++)
        {
            var name = $"{dialect.Prefix}{n}";
            if (taken.Add(name))
            {
                return name;
            }
        }
    }
}
