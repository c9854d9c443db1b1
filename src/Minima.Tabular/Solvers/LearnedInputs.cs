namespace Minima.Tabular;

/// <summary>Finds the learned inputs of a loss (a variance, a scale, a shape) that are best for given outputs of the model.</summary>
internal static class LearnedInputs
{
    private const double Lowest = -12;
    private const double Highest = 24;

    private static readonly MinimizerOptions Options = new() { MaximumIterations = 500, GradientTolerance = 1e-10, DecreaseTolerance = 1e-14 };

    /// <summary>The best values on a coarse grid, in turn and in two sweeps, because one may depend on another.</summary>
    public static double[] Scan(MeanLoss loss, double[] output, int count)
    {
        var theta = new double[count];
        for (var round = 0; round < 2; round++)
        {
            for (var k = 0; k < count; k++)
            {
                var best = theta[k];
                var lowest = loss.Evaluate(output, theta, [], []);
                for (var value = Lowest; value <= Highest; value++)
                {
                    theta[k] = value;
                    var here = loss.Evaluate(output, theta, [], []);
                    if (!(here < lowest) && !(double.IsNaN(lowest) && double.IsFinite(here))) continue;
                    (best, lowest) = (value, here);
                }

                theta[k] = best;
            }
        }

        return theta;
    }

    /// <summary>The best values: a search that starts at the coarse ones.</summary>
    public static double[] Fit(MeanLoss loss, double[] output, int count, CancellationToken cancellation)
    {
        if (count == 0) return [];
        var start = Scan(loss, output, count);
        var outputGradient = new double[output.Length];
        var result = Minimizer.Minimize(
            (theta, gradient) => loss.Evaluate(output, theta, outputGradient, gradient), start, Options, cancellation);
        return Array.TrueForAll(result.Parameters, double.IsFinite) ? result.Parameters : start;
    }
}
