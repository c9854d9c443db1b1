using Minima.Tensors.Losses;

namespace Minima.Training.Causal;

/// <summary>DragonNet: both outcomes and the propensity are predicted from one representation, and a learned epsilon corrects the average effect (targeted regularisation).</summary>
/// <remarks>
/// <para>Average effect: the mean of mu1 - mu0 + epsilon (1 / g + 1 / (1 - g)), g clipped to [<see cref="CausalSettings.LeastPropensity"/>, 1 - it]. Effects of units: mu1 - mu0.</para>
/// <para>Source: Shi, Blei and Veitch 2019, NeurIPS, arXiv:1906.02120.</para>
/// </remarks>
/// <param name="alpha">The weight of the propensity loss.</param>
/// <param name="beta">The weight of the targeted regularisation.</param>
public sealed class DragonLearner(double alpha = 1, double beta = 1) : EffectLearner
{
    private readonly TargetedRegularization _loss = alpha >= 0 && beta >= 0 && double.IsFinite(alpha + beta)
        ? new TargetedRegularization(alpha, beta)
        : throw new TrainingException($"The weights of propensity and targeting are {alpha} and {beta}; both must be finite and 0 or above.");

    /// <inheritdoc/>
    public override string Name => "DragonNet";

    private protected override EffectModel Learn(TreatedUnits units, UnitScale scale, Func<Nuisances> nuisances)
    {
        var random = Random(nameof(DragonLearner));
        var network = new SharedOutcomes(units.Width, Settings, random);
        var propensity = new Linear(network.RepresentationWidth, 1, random);
        var epsilon = new Parameter("epsilon", Tensor.Zeros([1]));
        var (covariates, outcomes) = (scale.Covariates(units.CovariateArray), scale.Outcomes(units.Outcome));
        UnitNetwork.Fit([.. network.Parameters, .. propensity.Parameters, epsilon], All(units), Settings, random, batch =>
        {
            var (representation, control, treated) = network.Forward(UnitNetwork.Taken(covariates, units.Width, batch));
            return _loss.Apply(control, treated, UnitNetwork.Numbers(propensity.Forward(representation)), epsilon.Value, UnitNetwork.Taken(outcomes, batch), UnitNetwork.Taken(units.Treatment, batch));
        });

        var step = epsilon.Value.Item();
        var average = UnitEffects().Average(unit => scale.OutcomeDeviation * (unit.Effect + (step * ((1 / unit.Propensity) + (1 / (1 - unit.Propensity))))));
        return new EffectModel(new AverageEffect(average), others => Array.ConvertAll(network.Effects(scale.Covariates(others), units.Width), effect => scale.OutcomeDeviation * effect));

        (double Effect, double Propensity)[] UnitEffects()
        {
            using var silence = Autograd.NoGradient();
            using var scope = StepScope.Begin();
            var (representation, control, treated) = network.Forward(Tensor.Of(covariates, [units.Count, units.Width]));
            var logits = propensity.Forward(representation).ToArray();
            return [.. (treated - control).ToArray().Select((effect, i) => (effect, Settings.Propensity(logits[i])))];
        }
    }
}
