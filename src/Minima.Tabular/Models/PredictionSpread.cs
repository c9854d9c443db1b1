namespace Minima.Tabular;

/// <summary>The scale of a loss's predictions around its best constant, in their own unit: the unit of the steps of a learner and of the outputs of a network.</summary>
internal static class PredictionSpread
{
    /// <param name="loss">The loss.</param>
    /// <param name="spread">The robust scale of the targets.</param>
    /// <param name="slope">The mean absolute derivative at the constant.</param>
    /// <param name="curvature">The mean second derivative at the constant.</param>
    public static double Of(Loss loss, double spread, double slope, double curvature)
    {
        // Predictions in the unit of the targets have their scale; for logarithms or logits the scale is the length of a Newton step.
        if (loss.Entry is { IsText: false, Link: PredictionLink.Identity }) return spread;
        var newton = slope / curvature;
        return newton > 0 ? Math.Min(newton, loss.Entry.IsText ? spread : 1) : loss.Entry.IsText ? spread : 1;
    }
}
