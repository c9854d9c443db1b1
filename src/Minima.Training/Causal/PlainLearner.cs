using Minima.Losses;

namespace Minima.Training.Causal;

/// <summary>One regression of the outcome on covariates and treatment (S-learner): effect = f(x, 1) - f(x, 0). The baseline for all other learners.</summary>
/// <remarks>Source: Kuenzel et al. 2019, PNAS 116(10), arXiv:1706.03461.</remarks>
public sealed class PlainLearner : EffectLearner
{
    /// <inheritdoc/>
    public override string Name => "regression on (x, t)";

    private protected override EffectModel Learn(TreatedUnits units, UnitScale scale, Func<Nuisances> nuisances)
    {
        var outcomes = scale.Outcomes(units.Outcome);
        var effects = TreatmentInput.Fit(units, scale, Settings, Random(nameof(PlainLearner)), (prediction, batch) => new MeanSquaredError().Apply(prediction, UnitNetwork.Taken(outcomes, batch)));
        return new EffectModel(units, effects);
    }
}
