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
        for (var row = 0; row < call.Rows; row++)
        {
            var prediction = Array.ConvertAll(call.Prediction[(row * call.Classes)..((row + 1) * call.Classes)], x => (double)x);
            var target = subject.HasLabels ? [] : Array.ConvertAll(call.Target[(row * call.Classes)..((row + 1) * call.Classes)], x => (double)x);
            var label = subject.HasLabels ? call.Labels[row] : 0;
            var want = subject.Value(prediction, label, target, []);
            var slopes = Enumerable.Range(0, call.Classes).Select(k => subject.Slope(prediction, label, target, [], k)).ToArray();
            var moved = prediction.Zip(slopes, (x, s) => Math.Abs(x * s)).Sum();
            var at = $"{Ulp.Text(prediction)} for {(subject.HasLabels ? $"class {label}" : Ulp.Text(target))}";
            double OfTargets(Func<(double Value, double Slope), double> part, int k) => target.Select((t, i) => Math.Abs(t * part(subject.TargetSlope(prediction, label, target, k, i)))).Where(double.IsFinite).Sum();
            double far = 0;
            if (Ulp.Steps(call.Terms[row], want, want) > known() && (far = Ulp.Between(call.Terms[row], want, moved + OfTargets(d => d.Value, 0))) > known())
            {
                yield return (far, $"the term at {at} is {Ulp.Text(call.Terms[row])}, in double {Ulp.Text(want)}: {Ulp.Text(far)} ulp");
            }

            var largest = slopes.Select(Math.Abs).Max();
            for (var k = 0; k < call.Classes; k++)
            {
                var got = call.Gradient[row * call.Classes + k];
                if (!(Ulp.Steps(got, slopes[k], slopes[k]) > known()))
                {
                    continue;
                }

                var movement = Enumerable.Range(0, call.Classes).Sum(i => Math.Abs(prediction[i] * subject.NestedSecond(prediction, label, target, k, i)));
                movement = (double.IsFinite(movement) ? movement : 0) + OfTargets(d => d.Slope, k);
                far = Ulp.Between(got, slopes[k], Math.Max(largest, movement));
                yield return (far, $"the gradient of class {k} at {at} is {Ulp.Text(got)}, in double {Ulp.Text(slopes[k])}: {Ulp.Text(far)} ulp");
            }
        }
    }
}
