namespace Minima.Lab.Causal;

/// <summary>The estimates of a learner with one seed.</summary>
/// <param name="Average">Its average effect less the truth.</param>
/// <param name="Units">The error of effects unit by unit, over other units.</param>
/// <param name="Points">True and estimated effects of those units.</param>
internal sealed record LearnerResult(double Average, double Units, IReadOnlyList<(double X, double Y)> Points)
{
    /// <summary>Of an average effect, and effects of other units.</summary>
    public static LearnerResult Of(KnownEffects training, KnownEffects others, double average, IReadOnlyList<double> effects) =>
        new(average - training.Effects.Average(), others.Error(effects), [.. others.Effects.Zip(effects)]);
}
