namespace Minima.Training.Causal;

/// <summary>A fitted model of treatment effects.</summary>
public sealed class EffectModel
{
    private readonly Func<double[], double[]> _effects;

    internal EffectModel(AverageEffect average, Func<double[], double[]> effects) => (Average, _effects) = (average, effects);

    /// <summary>A model of unit effects, whose mean over the units is the average effect.</summary>
    internal EffectModel(TreatedUnits units, Func<double[], double[]> effects)
        : this(new AverageEffect(effects(units.CovariateArray).Average()), effects)
    {
    }

    /// <summary>The mean effect over the training units.</summary>
    public AverageEffect Average { get; }

    /// <summary>The effect of treatment on units with these covariates, row by row.</summary>
    /// <exception cref="TrainingException">The numbers are not rows of the width used in training.</exception>
    public double[] Effects(ReadOnlySpan<double> covariates) => _effects(covariates.ToArray());
}
