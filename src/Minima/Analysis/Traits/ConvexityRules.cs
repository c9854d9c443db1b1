using Minima.Reals;

namespace Minima.Analysis;

/// <summary>
/// The rules of convex composition (Grant, Boyd and Ye 2006) over a recorded formula: every formula they accept is convex for all real numbers.
/// They cover sums, products with constants, squares, and primitives that are convex or concave, rising or falling everywhere. A formula that they
/// reject may still be convex. A guard against overflow, IfLess(x, infinity, ...), decides nothing for real numbers.
/// </summary>
internal static class ConvexityRules
{
    /// <summary>True if the formula is convex in the prediction with the other inputs held anywhere in their domains.</summary>
    public static bool IsConvex(Symbol formula, PointFunction function) => IsConvex(formula, 1, function.DomainOf);

    /// <summary>True if the formula is jointly convex in the first inputs with the other inputs held anywhere in their domains.</summary>
    public static bool IsConvex(Symbol formula, int predictions, Func<int, Domain> domainOf) => Of(formula, predictions, domainOf, null).IsConvex;

    /// <summary>The same for a formula with letters: inputs that depend on the predictions in their own way, such as the probabilities of a softmax, whose logarithms are concave.</summary>
    public static bool IsConvex(Symbol formula, int predictions, Func<int, Domain> domainOf, Func<int, RowLetter?> letterOf) => Of(formula, predictions, domainOf, letterOf).IsConvex;

    /// <summary>True if the formula is convex and nowhere a straight line.</summary>
    public static bool IsStrictlyConvex(Symbol formula, PointFunction function) => Of(formula, 1, function.DomainOf, null) is { Shape: Shape.Convex, IsStrict: true };

    private static Fact Of(Symbol formula, int predictions, Func<int, Domain> domainOf, Func<int, RowLetter?>? letterOf)
    {
        var graph = formula.Graph;
        var facts = new Dictionary<int, Fact>();
        foreach (var index in graph.NodesOf(formula))
        {
            facts[index] = graph[index] is { Kind: SymbolKind.Input } input && letterOf?.Invoke(input.A) is { } letter
                ? new Fact(letter.IsOfTarget ? Shape.Constant : Shape.Unknown, letter.Range.Low, letter.Range.High) { IsLogConcave = letter.IsLogConcave }
                : Of(graph, graph[index], facts, predictions, domainOf);
        }

        return facts[formula.Index];
    }

    private static Fact Of(SymbolGraph graph, SymbolNode node, Dictionary<int, Fact> facts, int predictions, Func<int, Domain> domainOf)
    {
        switch (node.Kind)
        {
            case SymbolKind.Input:
                var (low, high) = RangeOf(domainOf(node.A));
                return new Fact(node.A < predictions ? Shape.Line : Shape.Constant, low, high) { IsStrict = node.A < predictions, IsNeverZero = !domainOf(node.A).Contains(0) };
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
                return facts[node.A].Times(below.Inverse);
            case SymbolKind.Divide when facts[node.A].IsLogConvex && facts[node.B] is { IsLogConcave: true, Low: >= 0 }:
                return new Fact(Shape.Convex, 0, double.PositiveInfinity) { IsLogConvex = true };
            case SymbolKind.Divide when facts[node.A] is { IsLogConcave: true, Low: >= 0 } && facts[node.B].IsLogConvex:
                return new Fact(Shape.Unknown, 0, double.PositiveInfinity) { IsLogConcave = true };
            case SymbolKind.IfLess when IsInfinity(graph, graph[node.B]):
                return facts[node.C];
            case SymbolKind.IfLess when facts[node.A].Shape == Shape.Constant && facts[node.B].Shape == Shape.Constant:
                // The choice of branch does not depend on the prediction.
                return facts[node.C].Or(facts[node.D]);
            case SymbolKind.Power when facts[node.B] is { Shape: Shape.Constant, Low: >= 1 } exponent && exponent.Low == exponent.High && facts[node.A] is { IsConvex: true, Low: >= 0, Shape: not Shape.Constant } inner:
                // A power with an exponent from 1 on rises, and is convex, if its base is not negative.
                return exponent.Low == 1 ? inner : new Fact(Shape.Convex, 0, double.PositiveInfinity);
            case SymbolKind.Power when graph[node.B] is { Kind: SymbolKind.Constant, Value: 2 } && facts[node.A] is { Shape: not Shape.Constant } core:
                var convex = core.Shape == Shape.Line || (core.IsConvex && core.Low >= 0) || (core.IsConcave && core.High <= 0);
                return new Fact(convex ? Shape.Convex : Shape.Unknown, 0, double.PositiveInfinity) { IsStrict = convex && core is { Shape: Shape.Line, IsStrict: true } };
            case SymbolKind.Function:
                return Applied(graph, node, facts);
            default:
                return Enumerable.Range(0, node.Operands).All(k => facts[node.Operand(k)].Shape == Shape.Constant) ? Fact.Unknown with { Shape = Shape.Constant } : Fact.Unknown;
        }
    }

    private static bool IsInfinity(SymbolGraph graph, SymbolNode node) =>
        (node.Kind == SymbolKind.Constant && double.IsPositiveInfinity(node.Value)) || (node.Kind == SymbolKind.Parameter && double.IsPositiveInfinity(graph.Parameters[node.A].Value));

    private static Fact Product(SymbolGraph graph, SymbolNode node, Dictionary<int, Fact> facts)
    {
        var (a, b) = (facts[node.A], facts[node.B]);
        if (a.Shape == Shape.Constant || b.Shape == Shape.Constant)
        {
            return a.Shape == Shape.Constant ? b.Times(a) : a.Times(b);
        }

        // A square, including one written as (c x) x: of a line, or of an expression that is convex and never negative.
        var (left, factorLeft) = Core(graph, node.A, facts);
        var (right, factorRight) = Core(graph, node.B, facts);
        if (left != right && a.IsLogConvex && b.IsLogConvex)
        {
            return new Fact(Shape.Convex, 0, double.PositiveInfinity) { IsLogConvex = true };
        }

        if (left != right && a is { IsLogConcave: true, Low: >= 0 } && b is { IsLogConcave: true, Low: >= 0 })
        {
            return new Fact(Shape.Unknown, 0, double.PositiveInfinity) { IsLogConcave = true };
        }

        if (left != right)
        {
            return Fact.Unknown;
        }

        var core = facts[left];
        var convex = core.Shape == Shape.Line || (core.IsConvex && core.Low >= 0) || (core.IsConcave && core.High <= 0);
        return new Fact(convex ? Shape.Convex : Shape.Unknown, 0, double.PositiveInfinity) { IsStrict = convex && core is { Shape: Shape.Line, IsStrict: true } }.Times(factorLeft.Times(factorRight));
    }

    /// <summary>The node without constant factors, and their product.</summary>
    private static (int Node, Fact Factor) Core(SymbolGraph graph, int index, Dictionary<int, Fact> facts)
    {
        var factor = Fact.Number(1);
        while (true)
        {
            var node = graph[index];
            switch (node.Kind)
            {
                case SymbolKind.Multiply when facts[node.A].Shape == Shape.Constant:
                    (index, factor) = (node.B, factor.Times(facts[node.A]));
                    break;
                case SymbolKind.Multiply when facts[node.B].Shape == Shape.Constant:
                    (index, factor) = (node.A, factor.Times(facts[node.B]));
                    break;
                case SymbolKind.Divide when facts[node.B].Shape == Shape.Constant:
                    (index, factor) = (node.A, factor.Times(facts[node.B].Inverse));
                    break;
                case SymbolKind.Negate:
                    (index, factor) = (node.A, -factor);
                    break;
                default:
                    return (index, factor);
            }
        }
    }

    private static Fact Applied(SymbolGraph graph, SymbolNode node, Dictionary<int, Fact> facts)
    {
        var all = Enumerable.Range(0, node.Operands).Select(k => facts[node.Operand(k)]).ToArray();
        var x = all[0];
        static Fact NotNegative(bool convex) => new(convex ? Shape.Convex : Shape.Unknown, 0, double.PositiveInfinity);
        Fact found;
        switch (node.Function!.Value)
        {
            case Abs:
                found = NotNegative(x.Shape == Shape.Line || (x.IsConvex && x.Low >= 0) || (x.IsConcave && x.High <= 0));
                break;
            case LogCosh or ExpRemainder:
                found = NotNegative(x.Shape == Shape.Line) with { IsStrict = x.IsStrict };
                break;
            case Hypot when all.Any(f => f.Shape == Shape.Constant):
                var (line, held) = x.Shape == Shape.Constant ? (all[1], x) : (x, all[1]);
                found = NotNegative(line.Shape == Shape.Line) with { IsStrict = line.IsStrict && held.IsNeverZero };
                break;
            case Relu:
                found = NotNegative(x.IsConvex);
                break;
            case Exp:
                found = NotNegative(x.IsConvex) with { IsStrict = x.IsStrict, IsLogConvex = x.IsConvex, IsLogConcave = x.IsConcave };
                break;
            case Softplus:
                found = NotNegative(x.IsConvex) with { IsStrict = x.IsStrict };
                break;
            case Expm1:
                found = new Fact(x.IsConvex ? Shape.Convex : Shape.Unknown, -1, double.PositiveInfinity) { IsStrict = x.IsStrict };
                break;
            case Log when x.IsLogConvex:
                found = Fact.Unknown with { Shape = x.Shape == Shape.Constant ? Shape.Constant : Shape.Convex };
                break;
            case Log when x is { IsLogConcave: true, Low: >= 0 }:
                found = new Fact(Shape.Concave, double.NegativeInfinity, x.High > 0 ? Math.Log(x.High) * (x.High < 1 ? 1 - 1e-15 : 1 + 1e-15) : double.PositiveInfinity);
                break;
            case Log or Log1p:
                found = Fact.Unknown with { Shape = x.IsConcave ? Shape.Concave : Shape.Unknown, IsStrict = x.IsStrict };
                break;
            case LogNdtr:
                found = new Fact(x.IsConcave ? Shape.Concave : Shape.Unknown, double.NegativeInfinity, 0) { IsStrict = x.IsStrict };
                break;
            case Sqrt when IsNorm(graph, node.A, facts) is { } norm:
                found = NotNegative(true) with { IsStrict = norm };
                break;
            case Sqrt:
                found = new Fact(x.IsConcave ? Shape.Concave : Shape.Unknown, 0, double.PositiveInfinity) { IsStrict = x.IsStrict };
                break;
            case LogRemainder when x.Low >= 0:
                // x - log(1 + x) rises from 0 on, and is convex everywhere.
                found = NotNegative(x.IsConvex);
                break;
            case Max:
                found = new Fact(all.All(f => f.IsConvex) ? Shape.Convex : Shape.Unknown, Math.Max(x.Low, all[1].Low), Math.Max(x.High, all[1].High));
                break;
            case XLogY or XLog1pY when x.Shape == Shape.Constant && x.Low >= 0:
                found = Fact.Unknown with { Shape = all[1].IsConcave || (node.Function.Value is XLogY && all[1] is { IsLogConcave: true, Low: >= 0 }) ? Shape.Concave : Shape.Unknown };
                break;
            case ZeroTimes when x.Shape == Shape.Constant || all[1].Shape == Shape.Constant:
                return x.Shape == Shape.Constant ? all[1].Times(x) : x.Times(all[1]);
            case SoftplusMix when x.Shape == Shape.Line && all.Skip(1).All(f => f.Shape == Shape.Constant && f.Low >= 0):
                found = NotNegative(true) with { IsStrict = x.IsStrict && (all[1].Low > 0 || all[2].Low > 0 || AddUp(graph, node)) };
                break;
            default:
                found = Fact.Unknown;
                break;
        }

        return all.All(f => f.Shape == Shape.Constant) ? found with { Shape = Shape.Constant } : found;
    }

    /// <summary>The root of c + x^2 with a line x and c at least 0 is a norm: true if it is strictly convex, null if there is no such root.</summary>
    private static bool? IsNorm(SymbolGraph graph, int index, Dictionary<int, Fact> facts)
    {
        if (graph[index] is not { Kind: SymbolKind.Add } sum)
        {
            return null;
        }

        foreach (var (held, square) in new[] { (sum.A, sum.B), (sum.B, sum.A) })
        {
            var node = graph[square];
            var line = node.Kind == SymbolKind.Multiply && node.A == node.B ? node.A
                : node.Kind == SymbolKind.Power && graph[node.B] is { Kind: SymbolKind.Constant, Value: 2 } ? node.A
                : -1;
            if (line >= 0 && facts[line].Shape == Shape.Line && facts[held] is { Shape: Shape.Constant, Low: >= 0 } constant)
            {
                return facts[line].IsStrict && constant.Low > 0;
            }
        }

        return null;
    }

    /// <summary>The second weight of a mix is a positive number minus the first, or vice versa: they are not both 0.</summary>
    private static bool AddUp(SymbolGraph graph, SymbolNode mix) => IsRest(graph, mix.B, mix.C) || IsRest(graph, mix.C, mix.B);

    private static bool IsRest(SymbolGraph graph, int weight, int other) =>
        graph[weight] is { Kind: SymbolKind.Subtract } rest && rest.B == other && graph[rest.A] is { Kind: SymbolKind.Constant, Value: > 0 };

    private static (double Low, double High) RangeOf(Domain domain) =>
        domain.Kind == DomainKind.Outside ? (double.NegativeInfinity, double.PositiveInfinity) : (domain.Low, domain.High);

    private enum Shape
    {
        Unknown,
        Constant,
        Line,
        Convex,
        Concave,
    }

    /// <summary>The dependence of an expression on the prediction, and the interval that holds its values.</summary>
    private readonly record struct Fact(Shape Shape, double Low, double High)
    {
        private bool IsZero => Low == 0 && High == 0;

        private bool IsCurved => Shape is Shape.Convex or Shape.Concave;

        public static Fact Unknown => new(Shape.Unknown, double.NegativeInfinity, double.PositiveInfinity);

        /// <summary>True for a line whose slope is not 0, and for a strictly convex or strictly concave expression.</summary>
        public bool IsStrict { get; init; }

        /// <summary>True for a constant that is never 0.</summary>
        public bool IsNeverZero { get => field || Low > 0 || High < 0; init; }

        /// <summary>The expression is above 0 and its logarithm is convex; sums, products and positive multiples preserve this.</summary>
        public bool IsLogConvex { get => field || (Shape == Shape.Constant && Low > 0); init; }

        /// <summary>The expression is not below 0 and its logarithm is concave; products and positive multiples preserve this.</summary>
        public bool IsLogConcave { get => field || (Shape == Shape.Constant && Low >= 0); init; }

        public bool IsConvex => Shape is Shape.Constant or Shape.Line or Shape.Convex;

        public bool IsConcave => Shape is Shape.Constant or Shape.Line or Shape.Concave;

        /// <summary>1 / x for a factor that does not contain 0.</summary>
        public Fact Inverse => Low > 0 || High < 0 ? new Fact(Shape, 1 / High, 1 / Low) : Unknown with { Shape = Shape };

        public static Fact operator -(Fact x) => new(
            x.Shape switch { Shape.Convex => Shape.Concave, Shape.Concave => Shape.Convex, var same => same }, -x.High, -x.Low)
        { IsStrict = x.IsStrict, IsNeverZero = x.IsNeverZero };

        /// <summary>The sum; a term of 0 preserves log-convexity and log-concavity.</summary>
        public static Fact operator +(Fact a, Fact b) => Plain(a, b) with
        {
            IsLogConvex = (a.IsLogConvex || a.IsZero) && (b.IsLogConvex || b.IsZero) && !(a.IsZero && b.IsZero),
            IsLogConcave = (a.IsZero && b.IsLogConcave) || (b.IsZero && a.IsLogConcave),
        };

        private static Fact Plain(Fact a, Fact b) => new(Both(a, b), Sum(a.Low, b.Low, double.NegativeInfinity), Sum(a.High, b.High, double.PositiveInfinity))
        {
            IsStrict = a.Shape == Shape.Constant ? b.IsStrict : b.Shape == Shape.Constant ? a.IsStrict : (a.IsCurved && a.IsStrict) || (b.IsCurved && b.IsStrict),
        };

        public static Fact Number(double value) => double.IsNaN(value) ? Unknown with { Shape = Shape.Constant } : new(Shape.Constant, value, value);

        /// <summary>The product with a factor that does not depend on the prediction.</summary>
        public Fact Times(Fact factor)
        {
            double[] products = [Product(Low, factor.Low), Product(Low, factor.High), Product(High, factor.Low), Product(High, factor.High)];
            var shape = Shape is Shape.Constant or Shape.Line ? Shape
                : factor.Low >= 0 ? Shape
                : factor.High <= 0 ? (-this).Shape
                : Shape.Unknown;
            return new Fact(shape, products.Min(), products.Max())
            {
                IsStrict = IsStrict && factor.IsNeverZero,
                IsNeverZero = Shape == Shape.Constant && IsNeverZero && factor.IsNeverZero,
                IsLogConvex = IsLogConvex && factor.Low > 0,
                IsLogConcave = IsLogConcave && factor.Low >= 0,
            };
        }

        /// <summary>The facts that hold for both of two branches.</summary>
        public Fact Or(Fact other) => new(Both(this, other), Math.Min(Low, other.Low), Math.Max(High, other.High))
        {
            IsStrict = IsStrict && other.IsStrict && Shape == other.Shape,
            IsNeverZero = IsNeverZero && other.IsNeverZero,
        };

        private static Shape Both(Fact a, Fact b) =>
            a.Shape == Shape.Constant ? b.Shape
            : b.Shape == Shape.Constant || a.Shape == b.Shape ? a.Shape
            : a.IsConvex && b.IsConvex ? Shape.Convex
            : a.IsConcave && b.IsConcave ? Shape.Concave
            : Shape.Unknown;

        private static double Sum(double a, double b, double otherwise) => a + b is var sum && double.IsNaN(sum) ? otherwise : sum;

        private static double Product(double a, double b) => a == 0 || b == 0 ? 0 : a * b;
    }
}
