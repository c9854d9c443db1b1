using Minima.Reals;

namespace Minima.Analysis;

/// <summary>
/// Compares the formula in float with the formula in double at the same numbers: finds places where float overflows although the answer fits, and
/// places where it has no correct digit left. Double itself is compared with its value just before it overflowed.
/// </summary>
internal static class SingleCheck
{
    private const double Reach = 1e6;

    /// <summary>An answer of this size does not overflow in one more step.</summary>
    private const double FarFromFloat = 1e30;

    private const double FarFromDouble = 1e200;

    /// <summary>Below this size, a float inevitably loses digits.</summary>
    private const double Smallest = 1e-30;

    /// <summary>Relative to the ordinary size of the loss, this is the rounding of double itself, for example of the derivative at the lowest point.</summary>
    private const double Negligible = 1e-12;

    /// <summary>A relative error of this size leaves no digit.</summary>
    private const double NoDigit = 0.5;

    public static IEnumerable<LossFinding> Find(CheckContext context)
    {
        var hints = StableForms.Of(SymbolGraph.Record(context.Loss));
        var seen = Look(context);
        var overflow = seen.Where(s => s.Fault is Fault.Single or Fault.Double).MinBy(s => Math.Abs(s.X[0]));
        yield return overflow is null
            ? new LossFinding
            {
                Kind = LossCheckKind.Overflow,
                Status = LossCheckStatus.Ok,
                English = "float overflows nowhere that the answer would fit it (predictions to 1e6).",
                Chinese = "在答案可用 float 表示的地方都不溢出（预测值到 1e6 为止）。",
            }
            : Overflow(context, overflow, hints);

        var lost = seen.Where(s => s.Fault == Fault.Digits).MinBy(s => Math.Abs(s.X[0]));
        yield return lost is null
            ? new LossFinding
            {
                Kind = LossCheckKind.Digits,
                Status = LossCheckStatus.Ok,
                English = "float keeps digits of value and slope everywhere it was tried.",
                Chinese = "在所有尝试过的点上，float 的函数值和斜率都保留有效数字。",
            }
            : new LossFinding
            {
                Kind = LossCheckKind.Digits,
                Status = LossCheckStatus.Warning,
                English = $"float loses all digits of the {(lost.OfSlope ? "slope" : "value")}: at {context.Show(lost.X)} it gives {Digits(lost.Single)}, and {Digits(lost.Exact)} is right.{Advice(hints, false)}",
                Chinese = $"float 下{(lost.OfSlope ? "斜率" : "函数值")}丧失全部有效数字：在 {context.Show(lost.X)} 处得 {Digits(lost.Single)}，正确值为 {Digits(lost.Exact)}。{Advice(hints, true)}",
                Places = [Place(context, lost.X)],
                Right = hints.Count == 0 ? null : string.Join(", ", hints.Select(h => h.Right)),
            };
    }

    private static LossFinding Overflow(CheckContext context, Seen seen, IReadOnlyList<(string Written, string Right)> hints)
    {
        var (type, what, chineseWhat) = (seen.Fault == Fault.Single ? "float" : "double", seen.OfSlope ? "slope" : "value", seen.OfSlope ? "斜率" : "函数值");
        var edge = seen.Edge;
        return new LossFinding
        {
            Kind = LossCheckKind.Overflow,
            Status = LossCheckStatus.Wrong,
            English = $"{type} overflows: from {context.Show(edge)} on the {what} is {Digits(seen.Single)}, though {(seen.Fault == Fault.Single ? $"{Digits(seen.Exact)} is right" : $"it was {Digits(seen.Exact)} just before")}.{Advice(hints, false)}",
            Chinese = $"{type} 溢出：从 {context.Show(edge)} 起{chineseWhat}为 {Digits(seen.Single)}，而{(seen.Fault == Fault.Single ? $"正确值为 {Digits(seen.Exact)}" : $"此前为 {Digits(seen.Exact)}")}。{Advice(hints, true)}",
            Places = [Place(context, edge)],
            Right = hints.Count == 0 ? null : string.Join(", ", hints.Select(h => h.Right)),
        };
    }

    private static string Advice(IReadOnlyList<(string Written, string Right)> hints, bool chinese) => hints.Count == 0 ? ""
        : chinese ? $"请用 {string.Join("、", hints.Select(h => $"{h.Right} 代替 {h.Written}"))}。"
        : $" Write {string.Join(", and ", hints.Select(h => $"{h.Right} for {h.Written}"))}.";

    private static LossCheckPlace Place(CheckContext context, double[] x) =>
        new("p", CheckContext.Round(x[0]), CheckContext.Round(x[0]), context.Function.Target > 0 ? CheckContext.Round(x[context.Function.Target]) : null);

    private static string Digits(double x) => double.IsNaN(x) ? "NaN" : Quantity.Digits(CheckContext.Round(x));

    private static List<Seen> Look(CheckContext context)
    {
        var function = context.Function;
        var domain = function.DomainOf(0);
        var seen = new List<Seen>();
        foreach (var target in context.Targets.Select(t => (double)(float)t).Where(t => function.Target < 0 || function.DomainOf(function.Target).Contains(t)))
        {
            // At the very end of a domain a loss may be infinite.
            var grid = SampleSpace.Predictions(domain, [target], Reach, stepsPerDecade: 3, nearest: 1e-4)
                .Select(p => (double)(float)p).Where(p => domain.Contains(p) && p != domain.Low && p != domain.High && Math.Abs(p) <= 2 * Reach).Distinct().ToArray();
            foreach (var ofSlope in new[] { false, true })
            {
                var sizes = grid.Where(p => Math.Abs(p - target) is > 0.1 and < 10).Select(p => Math.Abs(Exact(function, context.Point(p, target), ofSlope))).Where(double.IsFinite).Order().ToArray();
                var smallest = Math.Max(Smallest, sizes.Length == 0 ? 0 : Negligible * sizes[sizes.Length / 2]);
                for (var i = 0; i < grid.Length; i++)
                {
                    var x = context.Point(grid[i], target);
                    if (Judge(function, x, ofSlope, smallest) is { } fault)
                    {
                        var inner = Inner(function, grid, i, target, ofSlope, context);
                        seen.Add(fault == Fault.Digits || inner is null ? Made(function, x, x, fault, ofSlope) : Edge(function, inner, x, fault, ofSlope));
                    }

                }
            }
        }

        return [.. seen.Where(s => s.Fault != Fault.Double || Math.Abs(s.Exact) < FarFromDouble)];
    }

    /// <summary>The nearest point towards 0 without a fault.</summary>
    private static double[]? Inner(PointFunction function, double[] grid, int at, double target, bool ofSlope, CheckContext context)
    {
        var step = grid[at] > 0 ? -1 : 1;
        for (var i = at + step; i >= 0 && i < grid.Length; i += step)
        {
            var x = context.Point(grid[i], target);
            if (Judge(function, x, ofSlope) is null && double.IsFinite(Exact(function, x, ofSlope)))
            {
                return x;
            }
        }

        return null;
    }

    private static double Exact(PointFunction function, double[] x, bool ofSlope) => ofSlope ? function.Slope(x) : function.Value(x);

    private static float Single(PointFunction function, double[] x, bool ofSlope)
    {
        Span<float> single = stackalloc float[x.Length];
        for (var i = 0; i < x.Length; i++)
        {
            single[i] = (float)x[i];
        }

        return ofSlope ? function.SingleSlope(single) : function.Single(single);
    }

    private static Fault? Judge(PointFunction function, double[] x, bool ofSlope, double smallest = Smallest)
    {
        var exact = Exact(function, x, ofSlope);
        if (!double.IsFinite(exact))
        {
            return Fault.Double;
        }

        var single = Single(function, x, ofSlope);
        if (!float.IsFinite(single))
        {
            return Math.Abs(exact) < FarFromFloat ? Fault.Single : null;
        }

        return Math.Abs(exact) > smallest && Math.Abs(exact) < FarFromFloat && Math.Abs(single - exact) > NoDigit * Math.Abs(exact) ? Fault.Digits : null;
    }

    private static Seen Made(PointFunction function, double[] x, double[] edge, Fault fault, bool ofSlope) =>
        new(x, edge, fault, ofSlope, fault == Fault.Double ? Exact(function, x, ofSlope) : Single(function, x, ofSlope), Exact(function, fault == Fault.Double ? edge : x, ofSlope));

    /// <summary>The beginning of the fault, by bisection.</summary>
    private static Seen Edge(PointFunction function, double[] good, double[] bad, Fault fault, bool ofSlope)
    {
        var (inner, outer) = ((double[])good.Clone(), (double[])bad.Clone());
        for (var step = 0; step < 40; step++)
        {
            var middle = (double[])inner.Clone();
            middle[0] = (double)(float)(inner[0] + (outer[0] - inner[0]) / 2);
            if (middle[0] == inner[0] || middle[0] == outer[0])
            {
                break;
            }

            if (Judge(function, middle, ofSlope) is Fault.Single or Fault.Double)
            {
                outer = middle;
            }
            else
            {
                inner = middle;
            }
        }

        var own = Judge(function, outer, ofSlope) ?? fault;
        return new(outer, outer, own, ofSlope, own == Fault.Double ? Exact(function, outer, ofSlope) : Single(function, outer, ofSlope), Exact(function, own == Fault.Double ? inner : outer, ofSlope));
    }

    private enum Fault
    {
        Single,
        Double,
        Digits,
    }

    /// <param name="X">The point.</param>
    /// <param name="Edge">The beginning of the fault.</param>
    /// <param name="Fault">The fault.</param>
    /// <param name="OfSlope">True if the fault is in the derivative, not the value.</param>
    /// <param name="Single">The float result.</param>
    /// <param name="Exact">The right result; for double, the one just before the fault.</param>
    private sealed record Seen(double[] X, double[] Edge, Fault Fault, bool OfSlope, double Single, double Exact);
}
