using Minima.Reals;

namespace Minima.Analysis;

/// <summary>
/// The range of a recorded formula over a box of inputs, by interval arithmetic on its graph: equal expressions are one node, so that a
/// square is never negative. The range holds for all real numbers of the box; it may be wider than necessary.
/// </summary>
internal sealed class FormulaRange
{
    private readonly SymbolGraph _graph;
    private readonly int[] _nodes;
    private readonly int _root;
    private readonly (int Node, double Factor)[] _cores;

    public FormulaRange(Symbol formula)
    {
        _graph = formula.Graph;
        _root = formula.Index;
        _nodes = [.. _graph.NodesOf(formula)];
        _cores = new (int, double)[_root + 1];
        foreach (var index in _nodes)
        {
            _cores[index] = Core(index);
        }
    }

    /// <summary>The number of nodes.</summary>
    public int Size => _nodes.Length;

    /// <summary>True if the formula has no branch, kink or root: inside its domain it has derivatives of every order.</summary>
    public bool IsSmooth => Array.TrueForAll(_nodes, i => _graph[i] is not { Kind: SymbolKind.StraightThrough } and not { Kind: SymbolKind.IfLess } && !IsKinked(_graph[i]));

    /// <summary>The range over a box. <paramref name="undecided"/> is true if a branch may go either way, or a kink may be in the box.</summary>
    public Interval Over(ReadOnlySpan<Interval> box, out bool undecided) => Over(box, out undecided, out _);

    /// <summary>The range over a box. <paramref name="broken"/> is true if a branch may go either way, or a pole or an end of a domain may be in the box; a kink alone does not count.</summary>
    public Interval Over(ReadOnlySpan<Interval> box, out bool undecided, out bool broken)
    {
        var values = new Interval[_root + 1];
        (undecided, broken) = (false, false);
        foreach (var i in _nodes)
        {
            var open = false;
            values[i] = Of(i, values, box, ref open);
            undecided |= open;
            broken |= open && _graph[i] is not { Kind: SymbolKind.Function, Function.Name: "abs" or "relu" or "max" or "clamp" or "hypot" or "sqrt" };
        }

        return values[_root];
    }

    private static bool IsKinked(SymbolNode node) => node.Kind switch
    {
        SymbolKind.Function => node.Function!.Name is "abs" or "relu" or "max" or "clamp" or "sign" or "sqrt" or "hypot" or "pow" or "power",
        SymbolKind.Power => true,
        _ => false,
    };

    private Interval Of(int index, Interval[] values, ReadOnlySpan<Interval> box, ref bool undecided)
    {
        var node = _graph[index];
        switch (node.Kind)
        {
            case SymbolKind.Input:
                return box[node.A];
            case SymbolKind.Parameter:
                return Interval.Point(_graph.Parameters[node.A].Value);
            case SymbolKind.Constant:
                return Interval.Point(node.Value);
            case SymbolKind.Add:
                return values[node.A] + values[node.B];
            case SymbolKind.Subtract:
                return node.A == node.B ? Interval.Point(0) : values[node.A] - values[node.B];
            case SymbolKind.Negate:
                return -values[node.A];
            case SymbolKind.Multiply:
                var (left, right) = (_cores[node.A], _cores[node.B]);
                return left.Node == right.Node ? values[left.Node].Square() * Interval.Point(left.Factor) * Interval.Point(right.Factor) : values[node.A] * values[node.B];
            case SymbolKind.Divide:
                undecided |= values[node.B] is { Low: <= 0, High: >= 0 };
                return Quotient(node, values);
            case SymbolKind.IfLess:
                return Branch(node, values, ref undecided);
            case SymbolKind.Power:
                return Power(values[node.A], values[node.B], ref undecided);
            case SymbolKind.StraightThrough:
                undecided = true;
                return values[node.A];
            default:
                return Function(node, values, ref undecided);
        }
    }

    private static Interval Branch(SymbolNode node, Interval[] values, ref bool undecided)
    {
        var (a, b) = (values[node.A], values[node.B]);
        if (a.High < b.Low || (double.IsPositiveInfinity(b.Low) && b.IsPoint))
        {
            // A guard against overflow, x < infinity, decides nothing for real numbers.
            return values[node.C];
        }

        if (a.Low >= b.High)
        {
            return values[node.D];
        }

        undecided = true;
        return values[node.C].Or(values[node.D]);
    }

    /// <summary>A quotient in which the numerator is a term of the denominator, x / (x + c), is 1 / (1 + c / x): it stays below 1 for every x.</summary>
    private Interval Quotient(SymbolNode node, Interval[] values)
    {
        if (node.A == node.B)
        {
            return Interval.Point(1);
        }

        var plain = values[node.A] / values[node.B];
        var (below, factorBelow) = _cores[node.B];
        var (above, factorAbove) = _cores[node.A];
        if (_graph[below] is { Kind: SymbolKind.Function, Function.Name: "hypot" } root)
        {
            // A side of a right triangle is not longer than its hypotenuse.
            var side = new[] { _cores[root.A], _cores[root.B] }.FirstOrDefault(c => c.Node == above && c.Factor != 0);
            var most = side.Factor == 0 ? double.PositiveInfinity : Math.Abs(factorAbove / (factorBelow * side.Factor)) * (1 + 1e-15);
            return new(Math.Max(plain.Low, -most), Math.Min(plain.High, most));
        }

        if (_graph[below] is not { Kind: SymbolKind.Add } sum)
        {
            return plain;
        }

        var (first, second) = (_cores[sum.A], _cores[sum.B]);
        var (term, other) = first.Node == above ? (first, sum.B) : second.Node == above ? (second, sum.A) : (default, -1);
        if (other < 0 || !(term.Factor > 0) || values[above].Low < 0 || values[other].Low < 0)
        {
            return plain;
        }

        var ratio = values[other] / (values[above] * Interval.Point(term.Factor));
        var inside = (Interval.Point(1) + ratio).Inverse() * Interval.Point(factorAbove) / Interval.Point(term.Factor * factorBelow);
        return inside.And(Math.Max(plain.Low, inside.Low), Math.Max(inside.Low, Math.Min(plain.High, inside.High)));
    }

    private Interval Function(SymbolNode node, Interval[] values, ref bool undecided)
    {
        var function = node.Function!;
        var x = values[node.A];
        var y = function.Arity > 1 ? values[node.B] : x;
        var z = function.Arity > 2 ? values[node.C] : x;
        double At(double at) => function.Apply(new F64(at), default, default).X;
        switch (function.Name)
        {
            case "exp" or "softplus":
                return x.Rising(At, mayVanish: true).And(0, double.PositiveInfinity);
            case "sigmoid":
                return x.Rising(At, mayVanish: true).And(0, 1);
            case "tanh" or "sin" or "cos" or "sinpi" or "cospi":
                return (function.Name == "tanh" || function.Name is "sin" && x.Low >= -1.5 && x.High <= 1.5 ? x.Rising(At) : Wave(x, function.Name, At)).And(-1, 1);
            case "atan":
                return x.Rising(At).And(-Math.PI / 2, Math.BitIncrement(Math.PI / 2));
            case "expm1":
                return x.Rising(At).And(-1, double.PositiveInfinity);
            case "log":
                undecided |= x.Low <= 0;
                return new Interval(Math.Max(0, x.Low), Math.Max(0, x.High)).Rising(At);
            case "log1p":
                undecided |= x.Low <= -1;
                return new Interval(Math.Max(-1, x.Low), Math.Max(-1, x.High)).Rising(At);
            case "log_ndtr":
                return x.Rising(At, mayVanish: true).And(double.NegativeInfinity, 0);
            case "log1mexp":
                undecided |= x.High >= 0;
                return (-new Interval(Math.Min(0, x.Low), Math.Min(0, x.High)).Rising(v => -At(v))).And(double.NegativeInfinity, 0);
            case "expm1_ratio":
                return x.Rising(At).And(0, double.PositiveInfinity);
            case "log1p_square":
            case var even when even == LogCosh.Name:
                return x.Absolute().Rising(At, mayVanish: true).And(0, double.PositiveInfinity);
            case "exp_remainder" or "log_remainder":
                return Valley(function.Name == "log_remainder" ? new(Math.Max(-1, x.Low), Math.Max(-1, x.High)) : x, At);
            case "sqrt":
                undecided |= x.Low <= 0;
                return new Interval(Math.Max(0, x.Low), Math.Max(0, x.High)).Rising(At).And(0, double.PositiveInfinity);
            case "abs":
                undecided |= x.Low < 0 && x.High > 0;
                return x.Absolute();
            case "relu":
                undecided |= x.Low < 0 && x.High > 0;
                return x.And(0, double.PositiveInfinity);
            case "sign":
                undecided |= x.Low <= 0 && x.High >= 0;
                return new(Math.Sign(x.Low), Math.Sign(x.High));
            case "max":
                undecided |= x.Low < y.High && y.Low < x.High;
                return new(Math.Max(x.Low, y.Low), Math.Max(x.High, y.High));
            case "clamp":
                var clamp = (Clamp)function.Value;
                undecided |= (x.Low < clamp.Low && x.High > clamp.Low) || (x.Low < clamp.High && x.High > clamp.High);
                return x.And(clamp.Low, clamp.High);
            case "hypot":
                undecided |= x.Low <= 0 && x.High >= 0 && y.Low <= 0 && y.High >= 0;
                var (a, b) = (x.Absolute(), y.Absolute());
                return Interval.Rough(Hypot(a.Low, b.Low), Hypot(a.High, b.High)).And(Math.Max(a.Low, b.Low), double.PositiveInfinity);
            case "log_add_exp":
                return Interval.Rough(function.Apply(new F64(x.Low), new F64(y.Low), default).X, function.Apply(new F64(x.High), new F64(y.High), default).X);
            case "zero_times":
                return values[node.A] * values[node.B];
            case "xlogy" or "xlog1py":
                var from = function.Name == "xlogy" ? 0 : -1;
                undecided |= y.Low <= from;
                return x * new Interval(Math.Max(from, y.Low), Math.Max(from, y.High)).Rising(v => from == 0 ? Math.Log(v) : Math.Log(1 + v));
            case "softplus_mix":
                return y * x.Rising(v => F64Softplus(v), mayVanish: true).And(0, double.PositiveInfinity) + z * (-x).Rising(v => F64Softplus(v), mayVanish: true).And(0, double.PositiveInfinity);
            case "sigmoid_mix":
                return y * x.Rising(v => Logistic(v), mayVanish: true).And(0, 1) + z * (-x).Rising(v => Logistic(v), mayVanish: true).And(0, 1);
            case "pow":
                return Power(x, Interval.Point(((Power)function.Value).Exponent), ref undecided);
            case "power":
                return Power(x, y, ref undecided);
            case "i0e":
                return (-x.Absolute().Rising(v => -At(v), mayVanish: true)).And(0, 1);
            case "trigamma" when x.Low > 0:
                return (-x.Rising(v => -At(v), mayVanish: true)).And(0, double.PositiveInfinity);
            case "digamma" when x.Low > 0:
                return x.Rising(At) + new Interval(-1e-14, 1e-14);
            case "inverse_mills":
                return (-x.Rising(v => -At(v), mayVanish: true)).And(0, double.PositiveInfinity);
            case "stirling_remainder" when x.Low >= 0:
                return x.Rising(At).And(0, double.PositiveInfinity);
            case "log_gamma" when x.Low > 0:
                // It falls to its lowest value, at 1.4616, and rises from there.
                return x.Low >= 1.5 ? x.Rising(At) + new Interval(-1e-14, 1e-14) : new(-0.1214863, Math.Max(At(x.Low), At(x.High)) * 1.0000001 + 1e-9);
            default:
                undecided = true;
                return Interval.All;
        }
    }

    /// <summary>A function with its minimum, 0, at 0.</summary>
    private static Interval Valley(Interval x, Func<double, double> at)
    {
        var (low, high) = (at(x.Low), at(x.High));
        var ends = Interval.Rough(x.Low <= 0 && x.High >= 0 ? 0 : Math.Min(low, high), Math.Max(low, high));
        return ends.And(0, double.PositiveInfinity);
    }

    /// <summary>A sine or cosine over an interval: from its derivative, which never exceeds 1 (pi for half turns).</summary>
    private static Interval Wave(Interval x, string name, Func<double, double> at)
    {
        var half = (x.High - x.Low) / 2 * (name.EndsWith("pi", StringComparison.Ordinal) ? Math.PI : 1);
        if (!(half < 2))
        {
            return new(-1, 1);
        }

        var middle = at(x.Low + (x.High - x.Low) / 2);
        return Interval.Rough(middle - half - 1e-15, middle + half + 1e-15);
    }

    private static Interval Power(Interval x, Interval exponent, ref bool undecided)
    {
        if (!exponent.IsPoint)
        {
            undecided |= x.Low <= 0;
            var logarithm = new Interval(Math.Max(0, x.Low), Math.Max(0, x.High)).Rising(Math.Log);
            return (exponent * logarithm).Rising(Math.Exp, mayVanish: true).And(0, double.PositiveInfinity);
        }

        var n = exponent.Low;
        if (n == 0)
        {
            return Interval.Point(1);
        }

        var whole = n == Math.Floor(n);
        if (n < 0)
        {
            return Power(x, Interval.Point(-n), ref undecided).Inverse();
        }

        undecided |= !whole && x.Low <= 0;
        return whole && n % 2 == 0 ? x.Absolute().Rising(v => Math.Pow(v, n), mayVanish: true).And(0, double.PositiveInfinity)
            : whole ? x.Rising(v => Math.Pow(v, n), mayVanish: true).And(x.Low >= 0 ? 0 : double.NegativeInfinity, x.High <= 0 ? 0 : double.PositiveInfinity)
            : new Interval(Math.Max(0, x.Low), Math.Max(0, x.High)).Rising(v => Math.Pow(v, n), mayVanish: true).And(0, double.PositiveInfinity);
    }

    /// <summary>The node without constant factors, and their product; an inexact factor is not split off.</summary>
    private (int Node, double Factor) Core(int index)
    {
        var factor = 1.0;
        while (true)
        {
            var node = _graph[index];
            if (node.Kind == SymbolKind.Negate)
            {
                (index, factor) = (node.A, -factor);
            }
            else if (factor is 1 or -1 && node.Kind == SymbolKind.Multiply && _graph.NumberAt(node.A) is { } left)
            {
                (index, factor) = (node.B, factor * left);
            }
            else if (factor is 1 or -1 && node.Kind == SymbolKind.Multiply && _graph.NumberAt(node.B) is { } right)
            {
                (index, factor) = (node.A, factor * right);
            }
            else
            {
                return (index, factor);
            }
        }
    }

    private static double Hypot(double a, double b) => double.Hypot(a, b);

    private static double F64Softplus(double x) => Apply(default(Softplus), x);

    private static double Logistic(double x) => Apply(default(Sigmoid), x);

    private static double Apply<TPrimitive>(TPrimitive primitive, double x)
        where TPrimitive : struct, IPrimitive<TPrimitive> => F64.Apply(primitive, new F64(x)).X;
}
