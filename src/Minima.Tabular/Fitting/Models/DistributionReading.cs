namespace Minima.Tabular;

/// <summary>The distributions of a model with a head for each of their numbers.</summary>
/// <param name="Plan">The heads.</param>
/// <param name="Range">The range of the targets that the model was trained on.</param>
internal sealed record DistributionReading(HeadPlan Plan, TargetRange Range)
{
    /// <summary>The distributions for some targets; if all are whole numbers, so are the likely values.</summary>
    public static DistributionReading Of(HeadPlan plan, double[] target) => new(plan, TargetRange.Of(target) is var range && Array.TrueForAll(target, double.IsInteger) ? range with { Typical = Array.ConvertAll(range.Typical, Math.Round) } : range);

    /// <summary>The reading of a saved model, derived again from its loss; null if the loss has none, or another one.</summary>
    /// <param name="loss">The loss with its parameters.</param>
    /// <param name="levels">The requested levels.</param>
    /// <param name="range">The range of the targets that the model was trained on.</param>
    /// <param name="hasConstantSpread">Only the first head depends on the features.</param>
    public static DistributionReading? Again(Loss loss, double[] levels, TargetRange range, bool hasConstantSpread)
    {
        var request = new LossSpec(loss.Entry, new Dictionary<string, object?>(StringComparer.Ordinal));
        return Wanted.AreLevels(levels) && levels.Length > 1 && HeadBinder.Obstacle(request, loss, Wanted.Quantiles(levels), range.Typical, hasConstantSpread, out var plan) is null && plan is not null ? new(plan, range) : null;
    }
}
