using Minima.Tests.Matrix;
using Xunit;

namespace Minima.Tests.Weights;

/// <summary>What docs/numerics.md says of the gradient of a mean: the correctly rounded quotient where a slope is a power of two, within 1.5 ulps of it elsewhere.</summary>
public sealed class MeanGradientTests
{
    [Theory]
    [MemberData(nameof(Subjects.Keys), MemberType = typeof(Subjects))]
    public void The_gradient_of_a_mean_is_the_slope_by_the_count(string key) => Verdict.Holds(new MeanGradientLaw(), key);

    private sealed class MeanGradientLaw : Law
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
}
