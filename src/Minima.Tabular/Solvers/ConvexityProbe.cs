namespace Minima.Tabular;

/// <summary>
/// Tests if the gradient of a loss ever falls as the prediction rises. A loss that fails may have several minima, and is then
/// trained from more than one start. The test proves nothing, but saves work on the losses that need only one start.
/// </summary>
internal static class ConvexityProbe
{
    private const int Points = 401;
    private const double Reach = 8;

    public static bool LooksConvex(Candidate candidate, Loss loss, double[] target, OutputScale outputScale)
    {
        // With a further learned input, convexity in the prediction does not imply joint convexity.
        if (candidate.Learned.Count > 0) return false;
        double[] probed = candidate.MarginLabels ? [-1, 1] : [target.Min(), RobustScale.Median(target), target.Max()];
        var output = new double[Points];
        var gradient = new double[Points];
        for (var i = 0; i < Points; i++) output[i] = Reach * ((2.0 * i / (Points - 1)) - 1);
        foreach (var value in probed.Where(loss.DomainOf(1).Contains))
        {
            var constant = new double[Points];
            Array.Fill(constant, value);
            new MeanLoss(loss, constant, outputScale, candidate).Evaluate(output, [], gradient, []);
            var tolerance = 1e-9 * FixedOrder.LargestMagnitude(gradient);
            for (var i = 1; i < Points; i++)
            {
                if (gradient[i] < gradient[i - 1] - tolerance) return false;
            }
        }

        return true;
    }
}
