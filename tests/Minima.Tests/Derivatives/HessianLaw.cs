using Minima.Tests.Matrix;
using Minima.Tests.Weights;

namespace Minima.Tests.Derivatives;

/// <summary>The engine's curvature is the jet's, scaled and weighted as the gradient is; Gauss-Newton is its positive part.</summary>
internal sealed class HessianLaw : Law
{
    private const int Points = 83;

    protected override IEnumerable<string> Of<TFormula>(Subject<TFormula> subject)
    {
        var rows = Samples.Rows(subject, 501, Points, kinks: true);
        var weights = Enumerable.Range(0, Points).Select(n => n % 7 == 0 ? 0.0 : 0.25 + n % 5).ToArray();
        var denominator = weights.Sum();
        foreach (var input in subject.Differentiated)
        {
            if (subject.Entry.StopsGradient)
            {
                // The derivative of a gradient that is no derivative is no curvature.
                if (Refusal.Of(() => Evaluate(subject, rows, input, Curvature.Exact, Reduction.Sum, [])) is not { Error: LossError.NoHessian })
                {
                    yield return $"a hessian of {subject.NameOf(input)} is not refused, though the gradient is stopped somewhere";
                }

                continue;
            }

            var plain = Evaluate(subject, rows, input, Curvature.Exact, Reduction.Sum, []);
            var positive = Evaluate(subject, rows, input, Curvature.GaussNewton, Reduction.Sum, []);
            var mean = Evaluate(subject, rows, input, Curvature.Exact, Reduction.Mean, weights);
            for (var n = 0; n < Points; n++)
            {
                var x = rows.Select(r => r[n]).ToArray();
                var jet = subject.JetSecond(x, input);
                if (!Ulp.Same(plain[n], jet) && plain[n] != jet)
                {
                    yield return $"hessian of {subject.NameOf(input)} at {Ulp.Text(x)} is {Ulp.Text(plain[n])}, the jet says {Ulp.Text(jet)}";
                }

                var kept = plain[n] < 0 ? 0 : plain[n];
                if (!Ulp.Same(positive[n], kept) && positive[n] != kept)
                {
                    yield return $"Gauss-Newton curvature of {subject.NameOf(input)} at {Ulp.Text(x)} is {Ulp.Text(positive[n])}, want {Ulp.Text(kept)}";
                }

                // Two roundings: the factor and the product.
                var want = weights[n] == 0 ? 0 : plain[n] * weights[n] / denominator;
                if (!(Math.Abs(mean[n] - want) <= 8e-16 * Math.Abs(want)) && !mean[n].Equals(want))
                {
                    yield return $"weighted hessian of {subject.NameOf(input)} at {Ulp.Text(x)} is {Ulp.Text(mean[n])}, want {Ulp.Text(want)}";
                }
            }
        }
    }

    private static double[] Evaluate<TFormula>(Subject<TFormula> subject, double[][] rows, int input, Curvature curvature, Reduction reduction, double[] weights)
        where TFormula : struct, IPointFormula
    {
        var call = subject.Call<double>(rows, gradients: false);
        call.Hessians[input] = new double[call.Count];
        call.Curvature = curvature;
        call.Reduction = reduction;
        call.Weight = weights;
        call.Run(subject.Loss);
        return call.Hessians[input];
    }
}
