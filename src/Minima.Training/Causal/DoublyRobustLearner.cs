using Minima.Tensors.Losses;

namespace Minima.Training.Causal;

/// <summary>DR-learner: doubly robust scores of cross-fitted estimates, regressed on the covariates; the average effect is the mean score, with its standard error.</summary>
/// <remarks>Source: Kennedy 2020, arXiv:2004.14497; Robins, Rotnitzky and Zhao 1994 for the average.</remarks>
public sealed class DoublyRobustLearner : EffectLearner
{
    /// <inheritdoc/>
    public override string Name => "DR-learner";

    private protected override EffectModel Learn(TreatedUnits units, UnitScale scale, Func<Nuisances> nuisances)
    {
        var known = nuisances();

        // In units of the outcome's standard deviation, so that one learning rate suits all outcomes; the origin of outcomes does not change scores.
        float[] Scaled(IReadOnlyList<double> outcomes) => scale.Outcomes(outcomes);
        var (outcome, control, treated) = (Scaled(units.Outcome), Scaled(known.OutcomeControl), Scaled(known.OutcomeTreated));
        var effectsOf = Regression(units, scale, All(units), nameof(DoublyRobustLearner), (effect, batch) => new DoublyRobust().Apply(
            effect,
            UnitNetwork.Taken(outcome, batch),
            UnitNetwork.Taken(units.Treatment, batch),
            UnitNetwork.Taken(known.Propensity, batch),
            UnitNetwork.Taken(control, batch),
            UnitNetwork.Taken(treated, batch)));
        return new EffectModel(
            AverageEffects.DoublyRobust(units, known.Propensity, known.OutcomeControl, known.OutcomeTreated),
            others => Array.ConvertAll(effectsOf(others), effect => scale.OutcomeDeviation * effect));
    }
}
