namespace Minima.Tabular;

/// <summary>
/// A loss whose derivative changes in a tiny zone, with that zone widened: the mean of the loss over all predictions within a distance.
/// Its derivatives are difference quotients of the loss and of its derivative, so it is as convex as the loss is, and the
/// smaller the distance, the closer it comes to the loss.
/// </summary>
/// <param name="terms">The loss.</param>
/// <param name="width">The distance.</param>
internal sealed class WidenedTerms(PointTerms terms, double width) : IRowTerms
{
    /// <summary>If the derivatives at both ends differ by less than this fraction, the loss is linear there: a quotient would be rounding.</summary>
    private const double Straight = 1e-9;

    public double[] Share => terms.Share;

    public double Evaluate(ReadOnlySpan<double> prediction, Span<double> slope, Span<double> curvature)
    {
        var count = prediction.Length;
        var (below, above) = (new double[count], new double[count]);
        for (var i = 0; i < count; i++) (below[i], above[i]) = (prediction[i] - width, prediction[i] + width);
        var (left, right) = (new double[count], new double[count]);
        var low = terms.Evaluate(below, left, []);
        var lowLosses = terms.Losses.ToArray();
        var high = terms.Evaluate(above, right, []);
        var highLosses = terms.Losses;
        for (var i = 0; i < count; i++)
        {
            var distance = above[i] - below[i];
            var change = right[i] - left[i];
            var straight = Math.Abs(change) <= Straight * Math.Max(Math.Abs(left[i]), Math.Abs(right[i]));
            if (!slope.IsEmpty) slope[i] = straight || distance == 0 ? left[i] + (0.5 * change) : (highLosses[i] - lowLosses[i]) / distance;
            if (!curvature.IsEmpty) curvature[i] = distance == 0 ? 0 : change / distance;
        }

        // The value only ranks points that are far apart; Simpson's rule is accurate enough.
        return (low + high + (4 * terms.Evaluate(prediction, [], []))) / 6;
    }
}
