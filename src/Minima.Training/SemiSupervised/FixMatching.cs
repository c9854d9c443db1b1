using Minima.Tensors.Losses;

namespace Minima.Training.SemiSupervised;

/// <summary>FixMatch: what the model is sure of in a weakly changed item is the label of the same item changed strongly.</summary>
/// <remarks>Source: Sohn et al. 2020, NeurIPS, arXiv:2001.07685.</remarks>
/// <param name="weak">Changes items a little; they keep their class.</param>
/// <param name="strong">Changes items much; they keep their class.</param>
/// <param name="threshold">The probability from which a guess counts.</param>
/// <param name="weight">How much unlabelled items count.</param>
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
