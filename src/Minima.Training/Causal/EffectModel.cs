namespace Minima.Training.Causal;

/// <summary>What a learner of effects found.</summary>
public sealed class EffectModel
{
    private readonly Func<double[], double[]> _effects;

    internal EffectModel(AverageEffect average, Func<double[], double[]> effects) => (Average, _effects) = (average, effects);

    /// <summary>A model of effects alone, whose mean over the units is the average effect.</summary>
    internal EffectModel(TreatedUnits units, Func<double[], double[]> effects)
        : this(new AverageEffect(effects(units.CovariateArray).Average()), effects)
    {
    }

    /// <summary>The mean effect over the units that were learned from.</summary>
    public AverageEffect Average { get; }

    /// <summary>The effect of treatment on units of these covariates, row by row.</summary>
    /// <exception cref="TrainingException">The numbers are no rows of the width that was learned from.</exception>
    public double[] Effects(ReadOnlySpan<double> covariates) => _effects(covariates.ToArray());
}
