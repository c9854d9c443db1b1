using Minima.Tests.Boxes;
using Minima.Tests.Matrix;

namespace Minima.Tests.Lanes;

/// <summary>
/// How far float terms and gradients of boxes lie from the double formula at the same rounded corners; an ulp is that of the result or, where
/// rounding the corners once more would move the result further, of that movement. Where edges coincide halves of slopes cancel: an ulp of a gradient is at
/// least that of one over the size of the boxes.
/// </summary>
internal static class BoxFloatAccuracy
{
    /// <summary>The largest distance over so many pairs of boxes.</summary>
    public static (double Ulps, string Where) Of<TLoss>(BoxSubject<TLoss> subject, int boxes)
        where TLoss : struct, IBoxLoss
    {
        (double Ulps, string Where) worst = default;
        foreach (var size in (double[])[1, 40])
        {
            var call = subject.Call<float>(601, boxes, size: size);
            call.Run(subject.Loss);
            for (var n = 0; n < call.Count; n++)
            {
                var pair = BoxSubject<TLoss>.Pair(call, n);
                var slopes = Enumerable.Range(0, 8).Select(k => subject.Slope(pair, k)).ToArray();
                var want = subject.Value(pair);
                var moved = Math.Max(1, pair.Zip(slopes, (x, s) => Math.Abs(x * s)).Sum());
                var far = Ulp.Between(call.Terms[n], want, moved);
                if (far > worst.Ulps)
                {
                    worst = (far, $"the term at {Ulp.Text(pair)} is {Ulp.Text(call.Terms[n])}, in double {Ulp.Text(want)}: {Ulp.Text(far)} ulp");
                }

                var side = Math.Min(pair[6] - pair[4], pair[7] - pair[5]);
                var least = Math.Max(slopes.Select(Math.Abs).Max(), 1 / side);
                foreach (var k in subject.Differentiated)
                {
                    var got = (k < 4 ? call.Gradient : call.TargetGradient)[4 * n + (k & 3)];
                    if (!(Ulp.Between(got, slopes[k], least) > worst.Ulps))
                    {
                        continue;
                    }

                    var change = Enumerable.Range(0, 8).Sum(i => Math.Abs(pair[i] * subject.NestedSecond(pair, k, i)));
                    far = Ulp.Between(got, slopes[k], double.IsFinite(change) ? Math.Max(least, change) : least);
                    worst = far > worst.Ulps ? (far, $"the gradient of coordinate {k} at {Ulp.Text(pair)} is {Ulp.Text(got)}, in double {Ulp.Text(slopes[k])}: {Ulp.Text(far)} ulp") : worst;
                }
            }
        }

        return worst;
    }
}
