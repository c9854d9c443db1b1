using Minima.Tensors.Losses;

namespace Minima.Training.Causal;

/// <summary>TARNet and CFR: both outcomes are predicted from one representation. CFR also draws the representations of treated and untreated units together.</summary>
/// <remarks>The distance is the squared linear MMD: |mean of treated - mean of untreated|^2 in the representation. Source: Shalit, Johansson and Sontag 2017, ICML, arXiv:1606.03976.</remarks>
/// <param name="alpha">The weight of the distance; 0 is TARNet.</param>
public sealed class BalancedLearner(double alpha = 0) : EffectLearner
{
    private readonly TreatmentAgnostic _loss = alpha >= 0 && double.IsFinite(alpha)
        ? new TreatmentAgnostic(alpha)
        : throw new TrainingException($"The weight of balance is {alpha}; it must be finite and 0 or above.");

    /// <inheritdoc/>
    public override string Name => _loss.Alpha == 0 ? "TARNet" : "CFR (MMD)";

    private protected override EffectModel Learn(TreatedUnits units, UnitScale scale, Func<Nuisances> nuisances)
    {
        var random = Random(nameof(BalancedLearner));
        var network = new SharedOutcomes(units.Width, Settings, random);
        var (covariates, outcomes) = (scale.Covariates(units.CovariateArray), scale.Outcomes(units.Outcome));
        UnitNetwork.Fit(network.Parameters, All(units), Settings, random, batch =>
        {
            var (representation, control, treated) = network.Forward(UnitNetwork.Taken(covariates, units.Width, batch));
            return _loss.Apply(control, treated, representation, UnitNetwork.Taken(outcomes, batch), UnitNetwork.Taken(units.Treatment, batch));
        });
        return new EffectModel(units, others => Array.ConvertAll(network.Effects(scale.Covariates(others), units.Width), effect => scale.OutcomeDeviation * effect));
    }
}
