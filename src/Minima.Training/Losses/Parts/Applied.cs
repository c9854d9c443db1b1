using Minima.Losses;

namespace Minima.Training.Losses;

/// <summary>Losses of the core as trainers apply them: only this folder names losses.</summary>
internal static class Applied
{
    public static Tensor CrossEntropy(Tensor logits, Tensor labels) => new CrossEntropy().Apply(logits, labels);

    public static Tensor SquaredError(Tensor prediction, Tensor target) => new MeanSquaredError().Apply(prediction, target);

    public static Tensor BinaryCrossEntropy(Tensor logits, Tensor target) => new BinaryCrossEntropyWithLogits().Apply(logits, target);

    /// <summary>Of each number.</summary>
    public static Tensor BinaryCrossEntropies(Tensor logits, Tensor target) => new BinaryCrossEntropyWithLogits().Apply(logits, target, new LossArguments { Reduction = Minima.Reduction.None });

    /// <summary>Of each number, constants included.</summary>
    public static Tensor GaussianLikelihoods(Tensor mean, Tensor target, Tensor logVariance) =>
        new GaussianLogVarianceNegativeLogLikelihood(Full: true).Apply(mean, target, logVariance, new LossArguments { Reduction = Minima.Reduction.None });

    public static Tensor Reward(Tensor chosen, Tensor rejected) => new BradleyTerryReward().Apply(chosen, rejected);

    public static Tensor PolicyGradient(Tensor logProbability, Tensor advantage) => new PolicyGradient().Apply(logProbability, advantage);

    public static Tensor ClippedPolicy(double clip, Tensor logProbability, Tensor old, Tensor advantage) => new ClippedPolicy(clip).Apply(logProbability, old, advantage);

    public static Tensor DirectPreference(double beta, Tensor chosen, Tensor rejected, Tensor referenceChosen, Tensor referenceRejected) =>
        new DirectPreferenceOptimization { Beta = beta }.Apply(chosen, rejected, referenceChosen, referenceRejected);

    public static Tensor IdentityPreference(double beta, Tensor chosen, Tensor rejected, Tensor referenceChosen, Tensor referenceRejected) =>
        new IdentityPreferenceOptimization(beta).Apply(chosen, rejected, referenceChosen, referenceRejected);

    public static Tensor SimplePreference(double beta, double gamma, Tensor chosen, Tensor rejected) => new SimplePreferenceOptimization(beta, gamma).Apply(chosen, rejected);

    public static Tensor OddsRatioPreference(double lambda, Tensor chosen, Tensor rejected) => new OddsRatioPreferenceOptimization(lambda).Apply(chosen, rejected);

    public static Tensor KahnemanTversky(double drift, double beta, Tensor policy, Tensor reference, Tensor target) =>
        new KahnemanTverskyOptimization { ReferenceKl = drift, Beta = beta }.Apply(policy, reference, target);
}
