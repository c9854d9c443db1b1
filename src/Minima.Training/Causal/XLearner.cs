using Minima.Losses;

namespace Minima.Training.Causal;

/// <summary>X-learner: y - mu0(x) of treated and mu1(x) - y of untreated units are regressed on the covariates, and the two predictions are mixed: e tau0 + (1 - e) tau1.</summary>
/// <remarks>Designed for groups of unequal size: each unit of the small one is compared with a model of the large one. Source: Kuenzel et al. 2019, PNAS 116(10), arXiv:1706.03461.</remarks>
public sealed class XLearner : EffectLearner
{
    /// <inheritdoc/>
    public override string Name => "X-learner";

    private protected override EffectModel Learn(TreatedUnits units, UnitScale scale, Func<Nuisances> nuisances)
    {
        var known = nuisances();
        float[] differences = [.. Enumerable.Range(0, units.Count).Select(i => (float)((units.Treatment[i] == 1 ? units.Outcome[i] - known.OutcomeControl[i] : known.OutcomeTreated[i] - units.Outcome[i]) / scale.OutcomeDeviation))];
        var ofTreated = Regression(units, scale, units.Treated, "X treated", Squared);
        var ofControl = Regression(units, scale, units.Untreated, "X control", Squared);
        return new EffectModel(units, others =>
        {
            var (treated, control, propensity) = (ofTreated(others), ofControl(others), known.PropensityAt(others));
            return [.. propensity.Select((e, i) => scale.OutcomeDeviation * ((e * control[i]) + ((1 - e) * treated[i])))];
        });

        Tensor Squared(Tensor prediction, int[] batch) => new MeanSquaredError().Apply(prediction, UnitNetwork.Taken(differences, batch));
    }
}
