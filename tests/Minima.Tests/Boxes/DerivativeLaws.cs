using Minima.Reals;
using Minima.Tests.Matrix;

namespace Minima.Tests.Boxes;

/// <summary>The engine's gradient is that of a dual number, coordinate by coordinate, also where edges coincide.</summary>
internal sealed class BoxDualLaw : BoxLaw
{
    protected override IEnumerable<string> Of<TLoss>(BoxSubject<TLoss> subject)
    {
        foreach (var way in (KernelWay[])[KernelWay.Lanes, KernelWay.Compiled])
        {
            var call = subject.Call<double>(101, 64);
            subject.Run<W8, double>(call, way);
            for (var n = 0; n < call.Count; n++)
            {
                var pair = BoxSubject<TLoss>.Pair(call, n);
                foreach (var k in subject.Differentiated)
                {
                    var got = (k < 4 ? call.Gradient : call.TargetGradient)[4 * n + (k & 3)];
                    if (!Near(got, subject.Slope(pair, k), 1e-12, 1e-3))
                    {
                        yield return $"{way}, {Ulp.Text(pair)}: the gradient of coordinate {k} is {Ulp.Text(got)}, by a dual {Ulp.Text(subject.Slope(pair, k))}";
                    }
                }
            }
        }
    }
}

/// <summary>The gradient is the derivative of the value: central differences of fourth order, where one-sided ones agree (away from kinks).</summary>
internal sealed class BoxGradientLaw : BoxLaw
{
    private const double Step = 1e-4;

    protected override IEnumerable<string> Of<TLoss>(BoxSubject<TLoss> subject)
    {
        if (subject.Entry.StopsGradient)
        {
            yield break; // Its gradient is not the derivative of its value, by intention.
        }

        var call = subject.Call<double>(201, 40);
        call.Run(subject.Loss);
        var tried = 0;
        for (var n = 0; n < call.Count; n++)
        {
            var pair = BoxSubject<TLoss>.Pair(call, n);
            foreach (var k in subject.Differentiated)
            {
                if (Difference(subject, pair, k) is { } want)
                {
                    tried++;
                    var got = (k < 4 ? call.Gradient : call.TargetGradient)[4 * n + (k & 3)];
                    if (!Near(got, want, 1e-7, 1e-2))
                    {
                        yield return $"{Ulp.Text(pair)}: the gradient of coordinate {k} is {Ulp.Text(got)}, by differences {Ulp.Text(want)}";
                    }
                }
            }
        }

        if (tried < 60)
        {
            yield return $"only {tried} differences were tried";
        }
    }

    private static double? Difference<TLoss>(BoxSubject<TLoss> subject, double[] pair, int k)
        where TLoss : struct, IBoxLoss
    {
        var right = (-1.5 * F(0) + 2 * F(1) - 0.5 * F(2)) / Step;
        var left = (1.5 * F(0) - 2 * F(-1) + 0.5 * F(-2)) / Step;
        var middle = (8 * (F(1) - F(-1)) - (F(2) - F(-2))) / (12 * Step);
        return Math.Abs(right - left) <= 1e-4 * Math.Max(1, Math.Abs(middle)) ? middle : null;

        double F(int steps) => subject.Value([.. pair.Select((x, i) => i == k ? x + steps * Step : x)]);
    }
}

/// <summary>
/// The diagonal curvature is that of a jet, also where edges coincide, and of a dual of duals where they do not; Gauss-Newton's is it where it is
/// positive.
/// </summary>
internal sealed class BoxHessianLaw : BoxLaw
{
    protected override IEnumerable<string> Of<TLoss>(BoxSubject<TLoss> subject)
    {
        if (subject.Entry.StopsGradient)
        {
            yield break; // It has none; that it is refused is tried elsewhere.
        }

        var call = subject.Call<double>(301, 48, curvature: true);
        call.Run(subject.Loss);
        var newton = subject.Call<double>(301, 48, curvature: true);
        newton.Curvature = Curvature.GaussNewton;
        newton.Run(subject.Loss);
        for (var n = 0; n < call.Count; n++)
        {
            var pair = BoxSubject<TLoss>.Pair(call, n);
            foreach (var k in subject.Differentiated)
            {
                var got = (k < 4 ? call.Hessian : call.TargetHessian)[4 * n + (k & 3)];
                var positive = (k < 4 ? newton.Hessian : newton.TargetHessian)[4 * n + (k & 3)];
                var jet = subject.JetSecond(pair, k);
                var nested = IsGeneric(pair) ? subject.NestedSecond(pair, k, k) : jet;
                if (!Near(got, jet, 1e-11, 1e-3) || !Near(got, nested, 1e-9, 1e-2) || positive != Math.Max(got, 0))
                {
                    yield return $"{Ulp.Text(pair)}: the curvature along coordinate {k} is {Ulp.Text(got)}, Gauss-Newton's {Ulp.Text(positive)}, of a jet {Ulp.Text(jet)}, by duals of duals {Ulp.Text(nested)}";
                }
            }
        }
    }

    /// <summary>No edges, centres or sizes coincide: at a bend the jet takes a one-sided slope on purpose, a dual the middle one.</summary>
    private static bool IsGeneric(double[] x) => Enumerable.Range(0, 2).All(axis =>
    {
        var (low, high, trueLow, trueHigh) = (x[axis], x[axis + 2], x[axis + 4], x[axis + 6]);
        return low != trueLow && high != trueHigh && low != trueHigh && high != trueLow && low + high != trueLow + trueHigh && high - low != trueHigh - trueLow;
    });
}
