using Minima.Reals;
using Minima.Tests.Matrix;

namespace Minima.Tests.Sums;

/// <summary>Value and gradient are those of the definition, read element by element by dual numbers.</summary>
internal sealed class SumOracleLaw : SumLaw
{
    protected override IEnumerable<string> Of<TLoss>(SumSubject<TLoss> subject)
    {
        foreach (var (rows, classes, inner) in Sizes)
        {
            var call = subject.Call<double>(101 + inner, rows, classes, inner);
            var got = call.Run(subject.Loss).Value;
            var want = subject.Oracle(call, -1, x => new F64(x), x => new F64(x)).X;
            if (!Near(got, want, 1e-11, 1e-12))
            {
                yield return $"[{rows}, {call.Classes}, {inner}]: the value is {Ulp.Text(got)}, by its definition {Ulp.Text(want)}";
            }

            var largest = call.Gradient.Select(Math.Abs).Max();
            for (var i = 0; i < call.Prediction.Length; i += Math.Max(1, call.Prediction.Length / 17))
            {
                var slope = subject.Oracle<Dual<F64, One<F64>>>(call, i, x => new(new F64(x), One<F64>.Unit(0)), x => new(new F64(x), One<F64>.Zero)).Slope.A.X;
                if (!Near(call.Gradient[i], slope, 1e-9, 1e-3 * largest))
                {
                    yield return $"[{rows}, {call.Classes}, {inner}]: the gradient at {i} is {Ulp.Text(call.Gradient[i])}, by a dual {Ulp.Text(slope)}";
                }
            }
        }
    }
}

/// <summary>The gradient is the derivative of the value: central differences of fourth order, where one-sided ones agree (away from kinks).</summary>
internal sealed class SumGradientLaw : SumLaw
{
    private const double Step = 1e-4;

    protected override IEnumerable<string> Of<TLoss>(SumSubject<TLoss> subject)
    {
        var tried = 0;
        foreach (var (rows, classes, inner) in Sizes.Take(3))
        {
            var call = subject.Call<double>(201 + inner, rows, classes, inner);
            call.Run(subject.Loss);
            for (var i = 0; i < call.Prediction.Length; i++)
            {
                if (Difference(subject, call, i) is { } want)
                {
                    tried++;
                    if (!Near(call.Gradient[i], want, 1e-6, 1e-2 * call.Gradient.Select(Math.Abs).Max()))
                    {
                        yield return $"[{rows}, {call.Classes}, {inner}]: the gradient at {i} is {Ulp.Text(call.Gradient[i])}, by differences {Ulp.Text(want)}";
                    }
                }
            }
        }

        if (tried < 40)
        {
            yield return $"only {tried} differences were tried";
        }
    }

    private static double? Difference<TLoss>(SumSubject<TLoss> subject, SumCall<double> call, int i)
        where TLoss : struct, ISumLoss
    {
        var moved = call.Copy();
        moved.Gradient = [];
        var right = (-1.5 * F(0) + 2 * F(1) - 0.5 * F(2)) / Step;
        var left = (1.5 * F(0) - 2 * F(-1) + 0.5 * F(-2)) / Step;
        var middle = (8 * (F(1) - F(-1)) - (F(2) - F(-2))) / (12 * Step);
        return Math.Abs(right - left) <= 1e-4 * Math.Max(Math.Abs(middle), 1e-3) ? middle : null;

        double F(int steps)
        {
            moved.Prediction[i] = call.Prediction[i] + steps * Step;
            var value = moved.Run(subject.Loss).Value;
            moved.Prediction[i] = call.Prediction[i];
            return value;
        }
    }
}

/// <summary>The diagonal curvature is the difference of gradients, and Gauss-Newton's is it where it is positive.</summary>
internal sealed class SumHessianLaw : SumLaw
{
    private const double Step = 1e-5;

    protected override IEnumerable<string> Of<TLoss>(SumSubject<TLoss> subject)
    {
        if (subject.IsScalar)
        {
            yield break; // It has none; that it is refused is tried elsewhere.
        }

        foreach (var (rows, classes, inner) in Sizes.Take(3))
        {
            var call = subject.Call<double>(301 + inner, rows, classes, inner, curvature: true);
            call.Run(subject.Loss);
            var newton = call.Copy();
            newton.Curvature = Curvature.GaussNewton;
            newton.Run(subject.Loss);
            var largest = call.Hessian.Select(Math.Abs).Max();
            for (var i = 0; i < call.Prediction.Length; i++)
            {
                var (up, down, half) = (GradientAt(subject, call, i, Step), GradientAt(subject, call, i, -Step), GradientAt(subject, call, i, Step / 2));
                var want = (up - down) / (2 * Step);
                var oneSided = (half - call.Gradient[i]) / (Step / 2);
                if (Math.Abs(want - oneSided) > 1e-2 * Math.Max(0.01 * largest, Math.Abs(want)))
                {
                    continue; // A bend of the gradient lies within the step.
                }

                if (!Near(call.Hessian[i], want, 1e-4, 1e-2 * Math.Max(largest, 1e-2)) || newton.Hessian[i] != Math.Max(call.Hessian[i], 0))
                {
                    yield return $"[{rows}, {call.Classes}, {inner}]: the curvature at {i} is {Ulp.Text(call.Hessian[i])}, Gauss-Newton's {Ulp.Text(newton.Hessian[i])}, by differences {Ulp.Text(want)}";
                }
            }
        }
    }

    private static double GradientAt<TLoss>(SumSubject<TLoss> subject, SumCall<double> call, int i, double step)
        where TLoss : struct, ISumLoss
    {
        var moved = call.Copy();
        moved.Hessian = [];
        moved.Prediction[i] += step;
        moved.Run(subject.Loss);
        return moved.Gradient[i];
    }
}
