using Minima.Tensors.Losses;

namespace Minima.Training.Causal;

/// <summary>R-learner: the residual of the treatment explains the residual of the outcome, y - m(x) = (t - e(x)) effect(x) + noise, with cross-fitted m and e.</summary>
/// <remarks>Source: Nie and Wager 2021, Biometrika 108(2), arXiv:1712.04912; Robinson 1988.</remarks>
public sealed class RLearner : EffectLearner
{
    /// <inheritdoc/>
    public override string Name => "R-learner";

    private protected override EffectModel Learn(TreatedUnits units, UnitScale scale, Func<Nuisances> nuisances)
    {
        var known = nuisances();
        var (outcome, mean) = (scale.Outcomes(units.Outcome), scale.Outcomes(known.OutcomeMean));
        var effectsOf = Regression(units, scale, All(units), nameof(RLearner), (effect, batch) => new ResidualLearner().Apply(
            effect,
            UnitNetwork.Taken(outcome, batch),
            UnitNetwork.Taken(units.Treatment, batch),
            UnitNetwork.Taken(mean, batch),
            UnitNetwork.Taken(known.Propensity, batch)));
        return new EffectModel(units, others => Array.ConvertAll(effectsOf(others), effect => scale.OutcomeDeviation * effect));
    }
}
