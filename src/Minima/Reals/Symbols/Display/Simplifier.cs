namespace Minima.Reals.Display;

/// <summary>A symbol in normal form, for display.</summary>
internal sealed class Simplifier
{
    private Simplifier(Algebra algebra, Expression root)
    {
        Algebra = algebra;
        Root = root;
    }

    public Algebra Algebra { get; }

    public Expression Root { get; }

    /// <summary>Simplifies, operands first: no recursion over the depth of the expression.</summary>
    public static Simplifier Of(Symbol symbol)
    {
        var graph = symbol.Graph;
        var algebra = new Algebra(graph);
        var values = new Dictionary<int, Expression>();
        foreach (var index in graph.NodesOf(symbol))
        {
            values[index] = algebra.Bounded(Read(algebra, graph[index], values));
        }

        return new(algebra, algebra.Tidy(values[symbol.Index]));
    }

    /// <summary>The expression in its original graph.</summary>
    public Symbol ToSymbol()
    {
        var graph = Algebra.Graph;
        return graph.Record(_ =>
        {
            var built = new Dictionary<Expression, Symbol>();
            var parts = new List<Symbol>();
            foreach (var part in Algebra.Parts)
            {
                parts.Add(Build(part, parts, built));
            }

            return Build(Root, parts, built);
        });
    }

    private static Expression Read(Algebra algebra, SymbolNode node, Dictionary<int, Expression> values)
    {
        switch (node.Kind)
        {
            case SymbolKind.Input:
                return algebra.Input(node.A);
            case SymbolKind.Parameter:
                return algebra.Parameter(node.A);
            case SymbolKind.Constant:
                return algebra.Number(node.Value);
            case SymbolKind.Add:
                return algebra.Add(values[node.A], values[node.B]);
            case SymbolKind.Subtract when IsInput(algebra, node.A, algebra.Prediction) && IsInput(algebra, node.B, algebra.Target):
                return algebra.Residual;
            case SymbolKind.Subtract when IsInput(algebra, node.A, algebra.Target) && IsInput(algebra, node.B, algebra.Prediction):
                return algebra.Negate(algebra.Residual);
            case SymbolKind.Subtract:
                return algebra.Subtract(values[node.A], values[node.B]);
            case SymbolKind.Multiply:
                return algebra.Multiply(values[node.A], values[node.B]);
            case SymbolKind.Divide:
                return algebra.Divide(values[node.A], values[node.B]);
            case SymbolKind.Negate:
                return algebra.Negate(values[node.A]);
            case SymbolKind.IfLess:
                return algebra.Choose(values[node.A], values[node.B], values[node.C], values[node.D]);
            case SymbolKind.Power:
                return algebra.Power(values[node.A], values[node.B]);
            case SymbolKind.StraightThrough:
                return values[node.A];
            default:
                var function = node.Function!;
                if (!Vocabulary.Table.TryGetValue(function.Primitive, out var form))
                {
                    throw new NotSupportedException($"the primitive '{function.Name}' ({function.Primitive}) has no mathematical notation; Minima can simplify only its own primitives.");
                }

                return form(algebra, function, values[node.A], node.B < 0 ? algebra.Zero : values[node.B], node.C < 0 ? algebra.Zero : values[node.C]);
        }
    }

    private static bool IsInput(Algebra algebra, int node, int input) => algebra.Graph[node] is { Kind: SymbolKind.Input } n && n.A == input;

    /// <summary>The depth is bounded, as for parts.</summary>
    private Symbol Build(Expression x, List<Symbol> parts, Dictionary<Expression, Symbol> built)
    {
        if (!built.TryGetValue(x, out var symbol))
        {
            symbol = Make(x, parts, built);
            built.Add(x, symbol);
        }

        return symbol;
    }

    private Symbol Make(Expression x, List<Symbol> parts, Dictionary<Expression, Symbol> built)
    {
        var graph = Algebra.Graph;
        switch (x.Kind)
        {
            case ExpressionKind.Number:
                return graph.Constant(x.Number.ToDouble());
            case ExpressionKind.Constant:
                return graph.Constant(Algebra.Evaluate(x, [], []));
            case ExpressionKind.Input:
                return graph.Input(x.Index);
            case ExpressionKind.Parameter:
                return graph.Parameter(x.Index);
            case ExpressionKind.Residual:
                return graph.Input(Algebra.Prediction) - graph.Input(Algebra.Target);
            case ExpressionKind.Part:
                return parts[x.Index];
            case ExpressionKind.Sum:
                return Sum(x.Parts.Select((p, i) => (x.Coefficients[i], Build(p, parts, built))));
            case ExpressionKind.Product:
                return Product(x, parts, built);
            case ExpressionKind.Choice:
                var result = Build(x.Parts[^1], parts, built);
                for (var i = x.Conditions.Length - 1; i >= 0; i--)
                {
                    var condition = x.Conditions[i];
                    var (left, right) = (Build(condition.Left, parts, built), Build(condition.Right, parts, built));
                    var value = Build(x.Parts[i], parts, built);
                    result = condition.Relation switch
                    {
                        Relation.Less => Symbol.IfLess(left, right, value, result),
                        Relation.AtMost => Symbol.IfLess(right, left, result, value),
                        _ => Symbol.IfLess(left, right, value, Symbol.IfLess(right, left, value, result)),
                    };
                }

                return result;
            default:
                return Function(x, parts, built);
        }
    }

    private Symbol Function(Expression x, List<Symbol> parts, Dictionary<Expression, Symbol> built)
    {
        var argument = x.Parts[0];
        if (x.Name == "log" && argument.Kind == ExpressionKind.Sum && Array.IndexOf(argument.Parts, Algebra.One) is >= 0 and var one && argument.Coefficients[one].IsOne)
        {
            // log(1 + u), and log(1 + e^u), by the accurate primitives.
            var rest = Algebra.Subtract(argument, Algebra.One);
            return rest.Kind == ExpressionKind.Product && rest.Number.IsOne && rest.Parts is [{ Kind: ExpressionKind.Constant, Name: "e" }]
                ? Symbol.Apply(default(Softplus), Build(rest.Exponents[0], parts, built))
                : Symbol.Apply(default(Log1p), Build(rest, parts, built));
        }

        return DisplayFunctions.Apply(x.Name, Build(argument, parts, built), x.Parts.Length > 1 ? Build(x.Parts[1], parts, built) : Build(argument, parts, built));
    }

    private Symbol Product(Expression x, List<Symbol> parts, Dictionary<Expression, Symbol> built)
    {
        Symbol? above = null;
        Symbol? below = null;
        for (var i = 0; i < x.Parts.Length; i++)
        {
            var exponent = x.Exponents[i];
            if (exponent.IsNumber && exponent.Number.Sign < 0)
            {
                var factor = Power(x.Parts[i], Algebra.Negate(exponent), parts, built);
                below = below is { } b ? b * factor : factor;
            }
            else
            {
                var factor = Power(x.Parts[i], exponent, parts, built);
                above = above is { } a ? a * factor : factor;
            }
        }

        var product = above is { } top
            ? x.Number.IsOne ? top : x.Number.ToDouble() * top
            : Algebra.Graph.Constant(x.Number.ToDouble());
        return below is { } bottom ? product / bottom : product;
    }

    private Symbol Power(Expression x, Expression exponent, List<Symbol> parts, Dictionary<Expression, Symbol> built) =>
        x == Algebra.E ? Symbol.Apply(default(Exp), Build(exponent, parts, built))
        : exponent.IsOne ? Build(x, parts, built)
        : exponent.IsNumber && exponent.Number == 2 ? Build(x, parts, built) * Build(x, parts, built)
        : exponent.IsNumber && exponent.Number == Rational.Half ? Symbol.Apply(default(Sqrt), Build(x, parts, built))
        : Symbol.Pow(Build(x, parts, built), Build(exponent, parts, built));

    private static Symbol Sum(IEnumerable<(Rational Coefficient, Symbol Term)> terms)
    {
        Symbol? sum = null;
        foreach (var (coefficient, term) in terms)
        {
            var size = coefficient.Magnitude;
            var scaled = size.IsOne ? term : size.ToDouble() * term;
            sum = sum is not { } before ? (coefficient.Sign < 0 ? -scaled : scaled) : coefficient.Sign < 0 ? before - scaled : before + scaled;
        }

        return sum!.Value;
    }
}
