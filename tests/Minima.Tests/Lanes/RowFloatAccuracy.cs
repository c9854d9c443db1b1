using Minima.Tests.Matrix;
using Minima.Tests.RowLosses;

namespace Minima.Tests.Lanes;

/// <summary>
/// How far float terms and gradients of rows lie from the double formula at the same rounded inputs, at up to 33 classes; an ulp is that of the
/// result or, where rounding predictions and targets once more would move the result further, of that movement.
/// </summary>
internal static class RowFloatAccuracy
{
    /// <summary>The largest distance over so many rows of 2, of 5 and (fewer) of 33 classes.</summary>
    public static (double Ulps, string Where) Of<TLoss>(RowSubject<TLoss> subject, int rows)
        where TLoss : struct, IRowLoss
    {
        (double Ulps, string Where) worst = default;
        foreach (var (classes, share) in ((int, double)[])[(2, 0.45), (5, 0.45), (33, 0.1)])
        {
            foreach (var (ulps, where) in Distances(subject, (int)(rows * share) + 1, classes, () => worst.Ulps))
            {
                worst = ulps > worst.Ulps ? (ulps, where) : worst;
            }
        }

        return worst;
    }

    /// <summary>The distances that are larger than what is known already; how far rounding the inputs moves a result, which takes long, is asked for only there.</summary>
    private static IEnumerable<(double Ulps, string Where)> Distances<TLoss>(RowSubject<TLoss> subject, int rows, int classes, Func<double> known)
        where TLoss : struct, IRowLoss
    {
        var call = subject.Call<float>(2501 + classes, rows, classes);
        call.Run(subject.Loss);
        var exact = InDouble(call);
        exact.Run(subject.Loss);
        for (var row = 0; row < call.Rows; row++)
        {
            // The engine in double shows, many rows at a time, where float may be farther off than is known; there the formula decides.
            var own = row * call.Classes;
            var isFar = Ulp.Steps(call.Terms[row], exact.Terms[row], exact.Terms[row]) > known();
            double largest = 0;
            for (var k = 0; k < call.Classes; k++)
            {
                largest = Math.Max(largest, Math.Abs(exact.Gradient[own + k]));
            }

            for (var k = 0; k < call.Classes; k++)
            {
                isFar |= Ulp.Steps(call.Gradient[own + k], exact.Gradient[own + k], largest) > known();
            }

            if (isFar)
            {
                foreach (var found in OfRow(subject, call, exact, row, known))
                {
                    yield return found;
                }
            }
        }
    }

    private static IEnumerable<(double Ulps, string Where)> OfRow<TLoss>(RowSubject<TLoss> subject, RowCall<float> call, RowCall<double> exact, int row, Func<double> known)
        where TLoss : struct, IRowLoss
    {
        var own = (row * call.Classes)..((row + 1) * call.Classes);
        var prediction = exact.Prediction[own];
        var target = subject.HasLabels ? [] : exact.Target[own];
        var label = subject.HasLabels ? call.Labels[row] : 0;
        var want = subject.Value(prediction, label, target, []);
        var slopes = Enumerable.Range(0, call.Classes).Select(k => subject.Slope(prediction, label, target, [], k)).ToArray();
        double OfTargets(Func<(double Value, double Slope), double> part, int k) => target.Select((t, i) => Math.Abs(t * part(subject.TargetSlope(prediction, label, target, k, i)))).Where(double.IsFinite).Sum();
        string Text(string what, float got, double right, double far) =>
            $"{what} at {Ulp.Text(prediction)} for {(subject.HasLabels ? $"class {label}" : Ulp.Text(target))} is {Ulp.Text(got)}, in double {Ulp.Text(right)}: {Ulp.Text(Math.Round(far, 1))} ulp";
        if (Ulp.Steps(call.Terms[row], want, want) > known())
        {
            var moved = prediction.Zip(slopes, (x, s) => Math.Abs(x * s)).Sum();
            var far = Ulp.Between(call.Terms[row], want, moved + OfTargets(d => d.Value, 0));
            yield return (far, Text("the term", call.Terms[row], want, far));
        }

        var largest = slopes.Select(Math.Abs).Max();
        for (var k = 0; k < call.Classes; k++)
        {
            var got = call.Gradient[own][k];
            if (!(Ulp.Steps(got, slopes[k], Math.Max(Math.Abs(slopes[k]), largest)) > known()))
            {
                continue;
            }

            var movement = Enumerable.Range(0, call.Classes).Sum(i => Math.Abs(prediction[i] * subject.NestedSecond(prediction, label, target, k, i)));
            movement = (double.IsFinite(movement) ? movement : 0) + OfTargets(d => d.Slope, k);
            var far = Ulp.Between(got, slopes[k], Math.Max(largest, movement));
            yield return (far, Text($"the gradient of class {k}", got, slopes[k], far));
        }
    }

    private static RowCall<double> InDouble(RowCall<float> call) => new()
    {
        Classes = call.Classes,
        Prediction = Array.ConvertAll(call.Prediction, x => (double)x),
        Labels = call.Labels,
        Target = Array.ConvertAll(call.Target, x => (double)x),
        Gradient = new double[call.Gradient.Length],
        TargetGradient = new double[call.TargetGradient.Length],
        Terms = new double[call.Terms.Length],
    };
}
