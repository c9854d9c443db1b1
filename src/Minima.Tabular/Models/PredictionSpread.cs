namespace Minima.Tabular;

/// <summary>How far the predictions of a loss differ around its best constant, in their own unit: what a step of a learner and an output of a network are measured in.</summary>
internal static class PredictionSpread
{
    /// <param name="loss">The loss.</param>
    /// <param name="spread">How far targets differ.</param>
    /// <param name="slope">The mean size of the slope at the constant.</param>
    /// <param name="curvature">The mean curvature there.</param>
    public static double Of(Loss loss, double spread, double slope, double curvature)
    {
        // Where predictions are targets they differ as these do; where they are logarithms or logits, as far as a step of Newton reaches.
        if (loss.Entry is { IsText: false, Link: PredictionLink.Identity }) return spread;
        var newton = slope / curvature;
        return newton > 0 ? Math.Min(newton, loss.Entry.IsText ? spread : 1) : loss.Entry.IsText ? spread : 1;
    }
}
