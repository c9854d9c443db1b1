using Minima.Tensors.Losses;

namespace Minima.Training.Causal;

/// <summary>Transformed outcome: y t / e - y (1 - t) / (1 - e), whose mean at x is the effect at x, regressed on the covariates.</summary>
/// <remarks>Unbiased with true propensities, but noisy, because the whole outcome is divided by them. Source: Athey and Imbens 2015, arXiv:1504.01132.</remarks>
public sealed class TransformedLearner : EffectLearner
{
    /// <inheritdoc/>
    public override string Name => "transformed outcome";

    private protected override EffectModel Learn(TreatedUnits units, UnitScale scale, Func<Nuisances> nuisances)
    {
        var propensity = nuisances().Propensity;
        var outcomes = scale.Outcomes(units.Outcome);
        var effectsOf = Regression(units, scale, All(units), nameof(TransformedLearner), (effect, batch) => new TransformedOutcome().Apply(
            effect,
            UnitNetwork.Taken(outcomes, batch),
            UnitNetwork.Taken(units.Treatment, batch),
            UnitNetwork.Taken(propensity, batch)));
        return new EffectModel(units, others => Array.ConvertAll(effectsOf(others), effect => scale.OutcomeDeviation * effect));
    }
}
