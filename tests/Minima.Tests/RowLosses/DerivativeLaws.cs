using Minima.Tests.Matrix;

namespace Minima.Tests.RowLosses;

/// <summary>The gradient on the tape is that of duals, class by class, also at ties, zeros and impossible classes.</summary>
internal sealed class RowTapeLaw : RowLaw
{
    protected override IEnumerable<string> Of<TLoss>(RowSubject<TLoss> subject)
    {
        foreach (var classes in (int[])[1, 2, 3, 7, 19])
        {
            var call = subject.Call<double>(2001 + classes, 24, classes);
            if (subject.KnowsImpossibleClasses && call.Classes > 2)
            {
                for (var row = 0; row < call.Rows; row += 4)
                {
                    // An impossible class that nobody asks for.
                    var k = subject.HasLabels ? (call.Labels[row] + 1) % call.Classes : 0;
                    call.Prediction[row * call.Classes + k] = double.NegativeInfinity;
                    if (!subject.HasLabels)
                    {
                        call.Target[row * call.Classes + k] = 0;
                    }
                }
            }

            call.Run(subject.Loss);
            for (var row = 0; row < call.Rows; row++)
            {
                if (double.IsInfinity(call.Terms[row]))
                {
                    continue; // Where the value is infinite the derivative is unspecified.
                }

                var one = call.Pick([row]);
                for (var k = 0; k < call.Classes; k++)
                {
                    var want = subject.Slope(one.Prediction, one.Labels.FirstOrDefault(), one.Target, [], k);
                    if (!Near(call.Gradient[row * call.Classes + k], want, 1e-12, 1e-3))
                    {
                        yield return $"{Ulp.Text(one.Prediction)} label {one.Labels.FirstOrDefault()} target {Ulp.Text(one.Target)}: the gradient of class {k} is {Ulp.Text(call.Gradient[row * call.Classes + k])}, by a dual {Ulp.Text(want)}";
                    }
                }
            }
        }
    }
}

/// <summary>The gradient is the derivative of the value: central differences of fourth order, where one-sided ones agree (away from kinks).</summary>
internal sealed class RowGradientLaw : RowLaw
{
    private const double Step = 1e-4;

    protected override IEnumerable<string> Of<TLoss>(RowSubject<TLoss> subject)
    {
        if (subject.Entry.StopsGradient)
        {
            yield break; // Not the derivative, on purpose; the reference holds it.
        }

        var tried = 0;
        foreach (var classes in (int[])[2, 5, 9])
        {
            var call = subject.Call<double>(2101 + classes, 18, classes);
            call.Run(subject.Loss);
            for (var row = 0; row < call.Rows; row++)
            {
                var one = call.Pick([row]);
                for (var k = 0; k < call.Classes; k++)
                {
                    if (Difference(subject, one, k) is { } want)
                    {
                        tried++;
                        var got = call.Gradient[row * call.Classes + k];
                        if (!Near(got, want, 1e-7, 1e-3 * Math.Max(1, Math.Abs(call.Terms[row]))))
                        {
                            yield return $"{Ulp.Text(one.Prediction)} label {one.Labels.FirstOrDefault()}: the gradient of class {k} is {Ulp.Text(got)}, by differences {Ulp.Text(want)}";
                        }
                    }
                }
            }
        }

        if (tried < 100)
        {
            yield return $"only {tried} differences were tried";
        }
    }

    private static double? Difference<TLoss>(RowSubject<TLoss> subject, RowCall<double> one, int k)
        where TLoss : struct, IRowLoss
    {
        var right = (-1.5 * F(0) + 2 * F(1) - 0.5 * F(2)) / Step;
        var left = (1.5 * F(0) - 2 * F(-1) + 0.5 * F(-2)) / Step;
        var middle = (8 * (F(1) - F(-1)) - (F(2) - F(-2))) / (12 * Step);
        return Math.Abs(right - left) <= 1e-4 * Math.Max(1, Math.Abs(middle)) ? middle : null;

        double F(int steps) => subject.Value([.. one.Prediction.Select((x, i) => i == k ? x + steps * Step : x)], one.Labels.FirstOrDefault(), one.Target, []);
    }
}

/// <summary>The diagonal curvature is the difference of gradients, and Gauss-Newton's is it where it is positive.</summary>
internal sealed class RowHessianLaw : RowLaw
{
    private const double Step = 1e-5;

    protected override IEnumerable<string> Of<TLoss>(RowSubject<TLoss> subject)
    {
        if (subject.Entry.StopsGradient)
        {
            yield break; // There is none.
        }

        var call = subject.Call<double>(2201, 20, 5, curvature: true);
        call.Reduction = Reduction.Mean;
        call.Run(subject.Loss);
        var newton = subject.Call<double>(2201, 20, 5, curvature: true);
        newton.Reduction = Reduction.Mean;
        newton.Curvature = Curvature.GaussNewton;
        newton.Run(subject.Loss);
        var tried = 0;
        for (var k = 0; k < call.Classes; k++)
        {
            var (up, down, half) = (Gradient(subject, call, k, Step), Gradient(subject, call, k, -Step), Gradient(subject, call, k, Step / 2));
            for (var row = 0; row < call.Rows; row++)
            {
                var i = row * call.Classes + k;
                var want = (up[i] - down[i]) / (2 * Step);
                var oneSided = (half[i] - call.Gradient[i]) / (Step / 2);
                if (Math.Abs(want - oneSided) > 1e-3 * Math.Max(0.1, Math.Abs(want)))
                {
                    continue; // A bend of the gradient lies within the step.
                }

                tried++;
                if (!Near(call.Hessian[i], want, 1e-5, 1e-2))
                {
                    yield return $"row {row}, class {k}: the curvature is {Ulp.Text(call.Hessian[i])}, by differences {Ulp.Text(want)}";
                }

                if (newton.Hessian[i] != Math.Max(0, call.Hessian[i]))
                {
                    yield return $"row {row}, class {k}: Gauss-Newton's curvature is {Ulp.Text(newton.Hessian[i])}, the exact one {Ulp.Text(call.Hessian[i])}";
                }
            }
        }

        if (tried < 40)
        {
            yield return $"only {tried} curvatures were tried";
        }
    }

    private static double[] Gradient<TLoss>(RowSubject<TLoss> subject, RowCall<double> call, int k, double step)
        where TLoss : struct, IRowLoss
    {
        var moved = call.Copy();
        moved.Hessian = [];
        for (var row = 0; row < moved.Rows; row++)
        {
            moved.Prediction[row * moved.Classes + k] += step;
        }

        moved.Run(subject.Loss);
        return moved.Gradient;
    }
}
