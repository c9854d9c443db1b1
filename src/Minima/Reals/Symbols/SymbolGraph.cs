namespace Minima.Reals;

/// <summary>A parameter of a recorded formula: its name in snake_case and the value that the formula was recorded with.</summary>
public readonly record struct SymbolParameter(string Name, double Value);

/// <summary>The nodes of one or more expressions over the same inputs and parameters. Operands come before their users; equal nodes are one.</summary>
/// <remarks>Written by one thread at a time; read by any number.</remarks>
public sealed class SymbolGraph
{
    [ThreadStatic]
    private static SymbolGraph? recording;

    private readonly List<SymbolNode> nodes = [];
    private readonly Dictionary<SymbolNode, int> indices = [];
    private readonly double[] parameterValues;
    private volatile ReadingPlan? lastPlan;

    /// <summary>A graph of expressions over these inputs and parameters.</summary>
    public SymbolGraph(IReadOnlyList<string> inputs, IReadOnlyList<SymbolParameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(parameters);
        Inputs = inputs;
        Parameters = parameters;
        parameterValues = [.. parameters.Select(p => p.Value)];
    }

    /// <summary>The names of the inputs.</summary>
    public IReadOnlyList<string> Inputs { get; }

    /// <summary>The parameters that an expression may name.</summary>
    public IReadOnlyList<SymbolParameter> Parameters { get; }

    /// <summary>The values of <see cref="Parameters"/>.</summary>
    public ReadOnlySpan<double> ParameterValues => parameterValues;

    /// <summary>The known facts about the inputs and parameters, for display.</summary>
    internal SymbolFacts Facts { get; init; } = SymbolFacts.None;

    /// <summary>The number of nodes.</summary>
    public int Count => nodes.Count;

    /// <summary>A node.</summary>
    public SymbolNode this[int index] => nodes[index];

    /// <summary>The graph that receives constants while a formula is recorded on this thread.</summary>
    internal static SymbolGraph? Recording => recording;

    /// <summary>The number at a node that is a constant or a parameter; null if the node depends on inputs.</summary>
    internal double? NumberAt(int index) => nodes[index] switch
    {
        { Kind: SymbolKind.Constant } constant => constant.Value,
        { Kind: SymbolKind.Parameter } parameter => Parameters[parameter.A].Value,
        _ => null,
    };

    /// <summary>Records <paramref name="formula"/> while constants and parameters go to this graph.</summary>
    public Symbol Record(Func<SymbolGraph, Symbol> formula)
    {
        ArgumentNullException.ThrowIfNull(formula);
        var outer = recording;
        recording = this;
        try
        {
            return formula(this);
        }
        finally
        {
            recording = outer;
        }
    }

    /// <summary>Input <paramref name="index"/>.</summary>
    public Symbol Input(int index) => Add(new SymbolNode(SymbolKind.Input, Bounded(index, Inputs.Count)));

    /// <summary>Parameter <paramref name="index"/>.</summary>
    public Symbol Parameter(int index) => Add(new SymbolNode(SymbolKind.Parameter, Bounded(index, Parameters.Count)));

    /// <summary>A number.</summary>
    public Symbol Constant(double value) => Add(SymbolNode.Constant(value));

    /// <summary>A primitive, applied; arguments beyond its arity are ignored.</summary>
    public Symbol Apply(SymbolFunction function, Symbol x, Symbol y = default, Symbol z = default)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Add(new SymbolNode(SymbolKind.Function, x.Index, function.Arity > 1 ? y.Index : -1, function.Arity > 2 ? z.Index : -1, Function: function));
    }

    /// <summary>An operation on two expressions.</summary>
    internal Symbol Make(SymbolKind kind, Symbol left, Symbol right) => Add(new SymbolNode(kind, left.Index, right.Index));

    /// <summary>The node; an existing one if equal.</summary>
    internal Symbol Add(SymbolNode node)
    {
        WorkBudget.Count(1);
        if (!indices.TryGetValue(node, out var index))
        {
            index = nodes.Count;
            nodes.Add(node);
            indices.Add(node, index);
        }

        return new Symbol(this, index);
    }

    /// <summary>The parameter of this C# name and value, or null: a number computed from parameters has no name of its own.</summary>
    internal Symbol? ParameterOf(string name, double value)
    {
        var normal = Names.Normalise(name);
        for (var i = 0; i < Parameters.Count; i++)
        {
            if (Names.Normalise(Parameters[i].Name) == normal && Parameters[i].Value.Equals(value))
            {
                return Parameter(i);
            }
        }

        return null;
    }

    /// <summary>The nodes that <paramref name="root"/> consists of, operands first.</summary>
    public IReadOnlyList<int> NodesOf(Symbol root) => OrderOf(root.Index);

    private int[] OrderOf(int root)
    {
        var reached = new bool[root + 1];
        reached[root] = true;
        var count = 0;
        for (var i = root; i >= 0; i--)
        {
            if (reached[i])
            {
                count++;
                for (var k = 0; k < nodes[i].Operands; k++)
                {
                    reached[nodes[i].Operand(k)] = true;
                }
            }
        }

        var order = new int[count];
        for (var i = 0; i <= root; i++)
        {
            if (reached[i])
            {
                order[^count--] = i;
            }
        }

        return order;
    }

    /// <summary>Evaluates an expression with another number type.</summary>
    internal T Evaluate<T>(int root, ReadOnlySpan<T> inputs, ReadOnlySpan<double> parameters)
        where T : IReal<T>
    {
        if (inputs.Length != Inputs.Count || parameters.Length != Parameters.Count)
        {
            throw new ArgumentException($"the expression has {Inputs.Count} inputs and {Parameters.Count} parameters, not {inputs.Length} and {parameters.Length}", nameof(inputs));
        }

        var values = Workspace<T>.Rent(root + 1);
        try
        {
            var plan = Plan(root);
            WorkBudget.Count(plan.Length);
            foreach (var i in plan)
            {
                values[i] = Evaluate(nodes[i], values, inputs, parameters);
            }

            return values[root];
        }
        finally
        {
            Workspace<T>.Return(values);
        }
    }

    /// <summary>Evaluates an expression with another number type and given numbers for some of its nodes, whose operands are not evaluated.</summary>
    internal T Evaluate<T>(int root, ReadOnlySpan<T> inputs, IReadOnlyDictionary<int, T> given)
        where T : IReal<T> => Evaluate(root, inputs, given, parameterValues);

    /// <summary>The same with other parameters.</summary>
    internal T Evaluate<T>(int root, ReadOnlySpan<T> inputs, IReadOnlyDictionary<int, T> given, ReadOnlySpan<double> parameters)
        where T : IReal<T>
    {
        WorkBudget.Count(root);
        var needed = new bool[root + 1];
        needed[root] = true;
        for (var i = root; i >= 0; i--)
        {
            for (var k = 0; k < nodes[i].Operands && needed[i] && !given.ContainsKey(i); k++)
            {
                needed[nodes[i].Operand(k)] = true;
            }
        }

        var values = new T[root + 1];
        for (var i = 0; i <= root; i++)
        {
            if (needed[i])
            {
                values[i] = given.TryGetValue(i, out var known) ? known : Evaluate(nodes[i], values, inputs, parameters);
            }
        }

        return values[root];
    }

    /// <summary>The nodes of an expression; caches those of the most recent one, which is evaluated once for each element.</summary>
    private int[] Plan(int root)
    {
        var plan = lastPlan;
        if (plan is null || plan.Root != root)
        {
            lastPlan = plan = new ReadingPlan(root, OrderOf(root));
        }

        return plan.Nodes;
    }

    private T Evaluate<T>(in SymbolNode node, T[] values, ReadOnlySpan<T> inputs, ReadOnlySpan<double> parameters)
        where T : IReal<T>
    {
        switch (node.Kind)
        {
            case SymbolKind.Input:
                return inputs[node.A];
            case SymbolKind.Parameter:
                return T.Of(parameters[node.A], Parameters[node.A].Name);
            case SymbolKind.Constant:
                return T.Of(node.Value, node.IsDerived ? "derived" : "");
            // A constant has no slope: its separate operators avoid products with that 0, as in a formula written in C#.
            case SymbolKind.Add:
                return IsConstant(node.A, out var a) ? a + values[node.B] : IsConstant(node.B, out var b) ? values[node.A] + b : values[node.A] + values[node.B];
            case SymbolKind.Subtract:
                return IsConstant(node.A, out a) ? a - values[node.B] : IsConstant(node.B, out b) ? values[node.A] - b : values[node.A] - values[node.B];
            case SymbolKind.Multiply:
                return IsConstant(node.A, out a) ? a * values[node.B] : IsConstant(node.B, out b) ? values[node.A] * b : values[node.A] * values[node.B];
            case SymbolKind.Divide:
                return IsConstant(node.A, out a) ? a / values[node.B] : IsConstant(node.B, out b) ? values[node.A] / b : values[node.A] / values[node.B];
            case SymbolKind.Negate:
                return -values[node.A];
            case SymbolKind.IfLess:
                return T.IfLess(values[node.A], values[node.B], values[node.C], values[node.D]);
            case SymbolKind.Power when nodes[node.B].Kind == SymbolKind.Constant:
                return T.Pow(values[node.A], nodes[node.B].Value, "");
            case SymbolKind.Power when nodes[node.B].Kind == SymbolKind.Parameter:
                return T.Pow(values[node.A], parameters[nodes[node.B].A], Parameters[nodes[node.B].A].Name);
            case SymbolKind.Power:
                return T.Pow(values[node.A], values[node.B]);
            case SymbolKind.StraightThrough:
                return T.StraightThrough(values[node.A], values[node.B]);
            default:
                var function = node.Function!;
                return function.Apply(values[node.A], function.Arity > 1 ? values[node.B] : values[node.A], function.Arity > 2 ? values[node.C] : values[node.A]);
        }
    }

    private bool IsConstant(int node, out double value)
    {
        value = nodes[node].Value;
        return nodes[node].Kind == SymbolKind.Constant && !nodes[node].IsDerived;
    }

    private static int Bounded(int index, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, count);
        return index;
    }

    /// <summary>A thread's own values of nodes, reused.</summary>
    private static class Workspace<T>
    {
        [ThreadStatic]
        private static T[]? pooled;

        public static T[] Rent(int count)
        {
            var values = pooled is { } free && free.Length >= count ? free : new T[Math.Max(64, count)];
            pooled = null;
            return values;
        }

        public static void Return(T[] values) => pooled = values;
    }

    private sealed record ReadingPlan(int Root, int[] Nodes);
}
