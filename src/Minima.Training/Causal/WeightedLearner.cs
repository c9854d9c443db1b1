using Minima.Tensors.Losses;

namespace Minima.Training.Causal;

/// <summary>Inverse propensity weighting: a regression on covariates and treatment that weights rare treatments more. The average effect comes from weighted means of outcomes alone.</summary>
/// <remarks>Source: Rosenbaum and Rubin 1983; Hajek 1971 for the average.</remarks>
public sealed class WeightedLearner : EffectLearner
{
    /// <inheritdoc/>
    public override string Name => "IPW";

    private protected override EffectModel Learn(TreatedUnits units, UnitScale scale, Func<Nuisances> nuisances)
    {
        var outcomes = scale.Outcomes(units.Outcome);
        var propensity = nuisances().Propensity;
        var loss = new InversePropensity { Normalize = true };
        var effects = TreatmentInput.Fit(units, scale, Settings, Random(nameof(WeightedLearner)), (prediction, batch) =>
            loss.Apply(prediction, UnitNetwork.Taken(outcomes, batch), UnitNetwork.Taken(units.Treatment, batch), UnitNetwork.Taken(propensity, batch)));
        return new EffectModel(AverageEffects.InversePropensity(units, propensity), effects);
    }
}
