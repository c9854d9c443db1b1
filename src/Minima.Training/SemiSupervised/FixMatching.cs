using Minima.Tensors.Losses;

namespace Minima.Training.SemiSupervised;

/// <summary>FixMatch: a confident prediction for a weakly augmented item is the label of the same item augmented strongly.</summary>
/// <remarks>Source: Sohn et al. 2020, NeurIPS, arXiv:2001.07685.</remarks>
/// <param name="weak">Augments items a little; they keep their class.</param>
/// <param name="strong">Augments items strongly; they keep their class.</param>
/// <param name="threshold">The probability from which a prediction counts.</param>
/// <param name="weight">The weight of unlabelled items.</param>
public sealed class FixMatching(ImageAugmentation weak, ImageAugmentation strong, double threshold = 0.95, double weight = 1) : SemiSupervisedMethod
{
    private readonly FixMatch _loss = new(threshold, weight);

    /// <inheritdoc/>
    public override string Name => "FixMatch";

    /// <inheritdoc/>
    public override Tensor Loss(SemiSupervisedStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        var guess = step.Said(weak.Apply(step.Unlabelled, step.Random));
        return _loss.Apply(step.Model.Forward(weak.Apply(step.Labelled, step.Random)), step.Model.Forward(strong.Apply(step.Unlabelled, step.Random)), guess, step.Labels);
    }
}
