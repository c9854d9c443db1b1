namespace Minima.Tabular;

/// <summary>
/// The mean curvature of a loss in the model's output, measured over steps of about one unit of the output. An l2 penalty is relative to it:
/// a loss multiplied by a has a times the curvature, and an added constant changes nothing. Finite steps also measure the kinks of
/// losses whose second derivative is 0 wherever it exists (absolute error, pinball, hinge).
/// </summary>
internal static class LossCurvature
{
    /// <summary>No integers, so that no step ends on a kink.</summary>
    private static readonly double[] Steps = [0.61, 1.37];

    /// <summary>The least ratio of curvature to mean absolute derivative, for bounded losses that are as concave as convex.</summary>
    private const double LeastShare = 0.05;

    /// <summary>The curvature of a loss on some rows.</summary>
    /// <param name="loss">The mean loss over the rows.</param>
    /// <param name="output">The model's output for each row, near what a good model gives.</param>
    /// <param name="theta">The learned inputs.</param>
    public static double Of(MeanLoss loss, double[] output, ReadOnlySpan<double> theta)
    {
        var constants = theta.ToArray();
        var moved = new double[output.Length];
        var gradient = new double[output.Length];
        return Mean(step =>
        {
            for (var i = 0; i < moved.Length; i++) moved[i] = output[i] + step;
            loss.Evaluate(moved, constants, gradient, new double[constants.Length]);
            var (sum, size) = (0.0, 0.0);
            foreach (var slope in gradient)
            {
                sum += slope;
                size += Math.Abs(slope);
            }

            return (sum, size);
        });
    }

    /// <summary>The curvature of a loss over rows of classes along one score, averaged over the scores, at equal scores.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="labels">The class of each row.</param>
    /// <param name="classes">The number of classes.</param>
    public static double Of(Loss loss, int[] labels, int classes)
    {
        // With equal scores the rows of a class are one row with their number as weight.
        int[] known = [.. Enumerable.Range(0, classes).Where(labels.Contains)];
        var mean = new RowMeanLoss(loss, known, classes, [.. known.Select(label => (double)labels.Count(other => other == label))]);
        var scores = new double[known.Length * classes];
        var gradient = new double[scores.Length];
        return Mean(step =>
        {
            var (sum, size) = (0.0, 0.0);
            for (var k = 0; k < classes; k++)
            {
                for (var i = k; i < scores.Length; i += classes) scores[i] = step;
                mean.Evaluate(scores, gradient);
                for (var i = k; i < scores.Length; i += classes)
                {
                    sum += gradient[i] / classes;
                    size += Math.Abs(gradient[i]) / classes;
                    scores[i] = 0;
                }
            }

            return (sum, size);
        });
    }

    /// <param name="slopes">The mean derivative after a step, and the mean of its absolute value.</param>
    private static double Mean(Func<double, (double Sum, double Size)> slopes)
    {
        var (curvature, largest, count) = (0.0, 0.0, 0);
        foreach (var step in Steps)
        {
            var (up, down) = (slopes(step), slopes(-step));
            var here = (up.Sum - down.Sum) / (2 * step);
            if (!double.IsFinite(here)) continue;
            curvature += here;
            largest += (up.Size + down.Size) / 2;
            count++;
        }

        var mean = Math.Max(curvature, LeastShare * largest) / Math.Max(1, count);
        return mean > 0 && double.IsFinite(1 / mean) ? mean : 1;
    }
}
