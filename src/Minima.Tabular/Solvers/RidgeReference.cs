namespace Minima.Tabular;

/// <summary>
/// A ridge regression of a number, by its predictions for held-out rows. The robust scale of their residuals is the unit of the loss's parameters.
/// The curvature of each loss is measured at these predictions, which are near those of a good model. The penalty is chosen on the same rows, among 0 too:
/// with a fixed one the residuals of a target with little noise would be those of the penalty.
/// </summary>
/// <param name="Rows">The rows of the table.</param>
/// <param name="Target">Their targets.</param>
/// <param name="Prediction">The predictions of the regression that was not fitted on them.</param>
internal sealed record RidgeReference(int[] Rows, double[] Target, double[] Prediction)
{
    private static readonly double[] Penalties = [1, 1e-1, 1e-2, 1e-3, 1e-4, 1e-6, 0];

    /// <summary>The residuals' robust scale, in units of the target.</summary>
    public double Scale => RobustScale.Scale([.. Prediction.Zip(Target, (prediction, target) => prediction - target)]);

    /// <param name="parts">The splits on which settings are chosen.</param>
    /// <param name="center">The center of the training target.</param>
    /// <param name="spread">Its robust scale.</param>
    /// <param name="cancellation">Checked before every evaluation.</param>
    public static RidgeReference Of(IReadOnlyList<Split> parts, double center, double spread, CancellationToken cancellation)
    {
        var residuals = parts.Select(part => Residuals(part, center, spread, cancellation)).ToArray();
        var best = 0;
        var lowest = double.PositiveInfinity;
        for (var k = 0; k < Penalties.Length; k++)
        {
            var size = residuals.Sum(part => part[k].Sum(Math.Abs));
            if (!(size < lowest)) continue;
            (best, lowest) = (k, size);
        }

        double[] target = [.. parts.SelectMany(part => part.TestTarget)];
        double[] residual = [.. residuals.SelectMany(part => part[best])];
        return new([.. parts.SelectMany(part => part.TestRows)], target, [.. target.Zip(residual, (value, error) => value + (spread * error))]);
    }

    /// <summary>For each penalty the residuals of the regression on the other rows, in units of the robust scale.</summary>
    private static double[][] Residuals(Split split, double center, double spread, CancellationToken cancellation)
    {
        var target = Array.ConvertAll(split.TrainTarget, value => (value - center) / spread);
        var path = new double[Penalties.Length][];
        var parameters = new double[split.Columns + 1];
        var options = new MinimizerOptions();
        for (var k = 0; k < Penalties.Length; k++)
        {
            var objective = new LinearObjective(split.TrainDesign, target.Length, split.Columns, HalfSquare, Penalties[k]);
            var solution = Minimizer.Minimize(objective.ValueAndGradient, parameters, options, cancellation);
            parameters = solution.Parameters;
            options = options with { Inverse = solution.Inverse };
            var residual = new double[split.TestTarget.Length];
            LinearObjective.Predict(split.TestDesign, parameters, residual);
            for (var i = 0; i < residual.Length; i++) residual[i] -= (split.TestTarget[i] - center) / spread;
            path[k] = residual;
        }

        return path;

        double HalfSquare(ReadOnlySpan<double> prediction, Span<double> gradient)
        {
            var sum = 0.0;
            for (var i = 0; i < target.Length; i++)
            {
                var difference = prediction[i] - target[i];
                sum += 0.5 * difference * difference;
                gradient[i] = difference / target.Length;
            }

            return sum / target.Length;
        }
    }
}
