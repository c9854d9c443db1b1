using Minima.Tests.Matrix;

namespace Minima.Tests.Weights;

/// <summary>The gradient of a mean is the slope over the count: correctly rounded where the slope is a power of two, within 1.5 ulps elsewhere.</summary>
internal sealed class MeanGradientLaw : Law
{
    protected override IEnumerable<string> Of<TFormula>(Subject<TFormula> subject)
    {
        foreach (var count in (int[])[3, 49, 107, 1000])
        {
            var rows = Samples.Rows(subject, 1501, count);
            var (sums, means) = (Run(subject, rows, Reduction.Sum), Run(subject, rows, Reduction.Mean));
            foreach (var input in subject.Differentiated)
            {
                for (var n = 0; n < count; n++)
                {
                    var (slope, got) = (sums.Gradients[input][n], means.Gradients[input][n]);
                    var want = slope / (double)count;
                    var allowed = double.IsPow2(Math.Abs(slope)) ? 0.5 : 1.5;
                    if (Math.Abs(want) is > 1e-30 and < 1e37 && !(Math.Abs(got - want) <= allowed * Ulp.OfSingle(want)))
                    {
                        yield return $"the slope {Ulp.Text(slope)} by {subject.NameOf(input)} is {Ulp.Text(got)} in a mean of {count}, not {Ulp.Text(want)}";
                    }
                }
            }
        }
    }

    private static Call<float> Run<TFormula>(Subject<TFormula> subject, double[][] rows, Reduction reduction)
        where TFormula : struct, IPointFormula
    {
        var call = subject.Call<float>(rows);
        call.Reduction = reduction;
        call.Run(subject.Loss);
        return call;
    }
}
