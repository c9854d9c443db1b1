using Minima.Reals;

namespace Minima.Analysis;

/// <summary>
/// The rules of convex composition (Grant, Boyd and Ye 2006) over a recorded formula: what they accept is convex for all real numbers. They
/// know sums, products with constants, squares, and primitives that are convex or concave, rising or falling everywhere; what they do not
/// accept may be convex all the same.
/// </summary>
internal static class ConvexityRules
{
    /// <summary>Whether the formula is convex in one input with the others held anywhere in their domains.</summary>
    public static bool IsConvex(Symbol formula, int input, PointFunction function)
    {
        var graph = formula.Graph;
        var facts = new Dictionary<int, Fact>();
        foreach (var index in graph.NodesOf(formula))
        {
            facts[index] = Of(graph, graph[index], facts, input, function);
        }

        return facts[formula.Index].IsConvex;
    }

    private static Fact Of(SymbolGraph graph, SymbolNode node, Dictionary<int, Fact> facts, int input, PointFunction function)
    {
        switch (node.Kind)
        {
            case SymbolKind.Input when node.A == input:
                return new Fact(Shape.Line, SignOf(function.DomainOf(input)));
            case SymbolKind.Input:
                return new Fact(Shape.Constant, SignOf(function.DomainOf(node.A)));
            case SymbolKind.Parameter:
                return Fact.Number(graph.Parameters[node.A].Value);
            case SymbolKind.Constant:
                return Fact.Number(node.Value);
            case SymbolKind.Add:
                return facts[node.A] + facts[node.B];
            case SymbolKind.Subtract:
                return facts[node.A] + -facts[node.B];
            case SymbolKind.Negate:
                return -facts[node.A];
            case SymbolKind.Multiply:
                return Product(graph, node, facts);
            case SymbolKind.Divide when facts[node.B] is { Shape: Shape.Constant } below:
                return facts[node.A].Times(below.Sign);
            case SymbolKind.Function:
                return Applied(graph, node, facts);
            default:
                var constant = true;
                for (var k = 0; k < node.Operands; k++)
                {
                    constant &= facts[node.Operand(k)].Shape == Shape.Constant;
                }

                return constant ? new Fact(Shape.Constant, Sign.Unknown) : Fact.Unknown;
        }
    }

    private static Fact Product(SymbolGraph graph, SymbolNode node, Dictionary<int, Fact> facts)
    {
        var (a, b) = (facts[node.A], facts[node.B]);
        if (a.Shape == Shape.Constant || b.Shape == Shape.Constant)
        {
            return a.Shape == Shape.Constant ? b.Times(a.Sign) : a.Times(b.Sign);
        }

        // A square, also one written as (c x) x: of a line, or of what is convex and never negative.
        var (left, factorLeft) = Core(graph, node.A, facts);
        var (right, factorRight) = Core(graph, node.B, facts);
        if (left != right)
        {
            return Fact.Unknown;
        }

        var core = facts[left];
        var square = core.Shape == Shape.Line || (core.IsConvex && core.Sign == Sign.NotNegative) ? new Fact(Shape.Convex, Sign.NotNegative) : new Fact(Shape.Unknown, Sign.NotNegative);
        return square.Times(Fact.Times(factorLeft, factorRight));
    }

    /// <summary>The node without constant factors, and the sign of their product.</summary>
    private static (int Node, Sign Factor) Core(SymbolGraph graph, int index, Dictionary<int, Fact> facts)
    {
        var sign = Sign.NotNegative;
        while (true)
        {
            var node = graph[index];
            switch (node.Kind)
            {
                case SymbolKind.Multiply when facts[node.A].Shape == Shape.Constant:
                    (index, sign) = (node.B, Fact.Times(sign, facts[node.A].Sign));
                    break;
                case SymbolKind.Multiply when facts[node.B].Shape == Shape.Constant:
                    (index, sign) = (node.A, Fact.Times(sign, facts[node.B].Sign));
                    break;
                case SymbolKind.Divide when facts[node.B].Shape == Shape.Constant:
                    (index, sign) = (node.A, Fact.Times(sign, facts[node.B].Sign));
                    break;
                case SymbolKind.Negate:
                    (index, sign) = (node.A, Fact.Times(sign, Sign.NotPositive));
                    break;
                default:
                    return (index, sign);
            }
        }
    }

    private static Fact Applied(SymbolGraph graph, SymbolNode node, Dictionary<int, Fact> facts)
    {
        var x = facts[node.A];
        var all = Enumerable.Range(0, node.Operands).Select(k => facts[node.Operand(k)]).ToArray();
        if (all.All(f => f.Shape == Shape.Constant))
        {
            return new Fact(Shape.Constant, node.Function!.Value is Abs or Exp or Relu or Sqrt or Sigmoid or Softplus or LogCosh or Hypot or Log1pSquare ? Sign.NotNegative : Sign.Unknown);
        }

        switch (node.Function!.Value)
        {
            case Abs:
                return new Fact(x.Shape == Shape.Line || (x.IsConvex && x.Sign == Sign.NotNegative) || (x.IsConcave && x.Sign == Sign.NotPositive) ? Shape.Convex : Shape.Unknown, Sign.NotNegative);
            case LogCosh or ExpRemainder:
                return new Fact(x.Shape == Shape.Line ? Shape.Convex : Shape.Unknown, Sign.NotNegative);
            case Hypot when all[1].Shape == Shape.Constant || all[0].Shape == Shape.Constant:
                return new Fact((all[0].Shape == Shape.Constant ? all[1] : all[0]).Shape == Shape.Line ? Shape.Convex : Shape.Unknown, Sign.NotNegative);
            case Relu or Softplus or Exp:
                return new Fact(x.IsConvex ? Shape.Convex : Shape.Unknown, Sign.NotNegative);
            case Expm1:
                return new Fact(x.IsConvex ? Shape.Convex : Shape.Unknown, Sign.Unknown);
            case Log or Log1p or LogNdtr or Sqrt:
                return new Fact(x.IsConcave ? Shape.Concave : Shape.Unknown, node.Function.Value switch { LogNdtr => Sign.NotPositive, Sqrt => Sign.NotNegative, _ => Sign.Unknown });
            case LogRemainder when x.Sign == Sign.NotNegative:
                // x - log(1 + x) rises from 0 on and is convex everywhere.
                return new Fact(x.IsConvex ? Shape.Convex : Shape.Unknown, Sign.NotNegative);
            case Max:
                var sign = all.Any(f => f.Sign == Sign.NotNegative) ? Sign.NotNegative : all.All(f => f.Sign == Sign.NotPositive) ? Sign.NotPositive : Sign.Unknown;
                return new Fact(all.All(f => f.IsConvex) ? Shape.Convex : Shape.Unknown, sign);
            case XLogY or XLog1pY when all[0] is { Shape: Shape.Constant, Sign: Sign.NotNegative }:
                return new Fact(all[1].IsConcave ? Shape.Concave : Shape.Unknown, Sign.Unknown);
            case ZeroTimes:
                return all[0].Shape == Shape.Constant ? all[1].Times(all[0].Sign) : all[1].Shape == Shape.Constant ? all[0].Times(all[1].Sign) : Fact.Unknown;
            case SoftplusMix when x.Shape == Shape.Line && all[1] is { Shape: Shape.Constant, Sign: Sign.NotNegative } && all[2] is { Shape: Shape.Constant, Sign: Sign.NotNegative }:
                return new Fact(Shape.Convex, Sign.NotNegative);
            default:
                return Fact.Unknown;
        }
    }

    private static Sign SignOf(Domain domain) =>
        domain.Kind != DomainKind.Interval ? Sign.Unknown : domain.Low >= 0 ? Sign.NotNegative : domain.High <= 0 ? Sign.NotPositive : Sign.Unknown;

    private enum Shape
    {
        Unknown,
        Constant,
        Line,
        Convex,
        Concave,
    }

    private enum Sign
    {
        Unknown,
        NotNegative,
        NotPositive,
    }

    private readonly record struct Fact(Shape Shape, Sign Sign)
    {
        public static Fact Unknown => new(Shape.Unknown, Sign.Unknown);

        public bool IsConvex => Shape is Shape.Constant or Shape.Line or Shape.Convex;

        public bool IsConcave => Shape is Shape.Constant or Shape.Line or Shape.Concave;

        public static Fact operator -(Fact x) => new(
            x.Shape switch { Shape.Convex => Shape.Concave, Shape.Concave => Shape.Convex, var same => same },
            x.Sign switch { Sign.NotNegative => Sign.NotPositive, Sign.NotPositive => Sign.NotNegative, _ => Sign.Unknown });

        public static Fact operator +(Fact a, Fact b)
        {
            var shape = a.Shape == Shape.Constant ? b.Shape
                : b.Shape == Shape.Constant || a.Shape == b.Shape ? a.Shape
                : a.IsConvex && b.IsConvex ? Shape.Convex
                : a.IsConcave && b.IsConcave ? Shape.Concave
                : Shape.Unknown;
            return new Fact(shape, a.Sign == b.Sign ? a.Sign : Sign.Unknown);
        }

        public static Fact Number(double value) => new(Shape.Constant, value >= 0 ? Sign.NotNegative : value < 0 ? Sign.NotPositive : Sign.Unknown);

        public static Sign Times(Sign a, Sign b) => a == Sign.Unknown || b == Sign.Unknown ? Sign.Unknown : a == b ? Sign.NotNegative : Sign.NotPositive;

        public Fact Times(Sign factor) => Shape == Shape.Constant || Shape == Shape.Line
            ? new Fact(Shape, Times(Sign, factor))
            : factor switch { Sign.NotNegative => this, Sign.NotPositive => -this, _ => Unknown };
    }
}
