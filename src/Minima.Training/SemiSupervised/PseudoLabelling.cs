using Minima.Tensors.Losses;

namespace Minima.Training.SemiSupervised;

/// <summary>Uses confident predictions as labels of the same item.</summary>
/// <remarks>The loss of FixMatch with pseudo-label and prediction from one augmented copy of the item. Source: Lee 2013, "Pseudo-label".</remarks>
/// <param name="weak">Augments items; they keep their class.</param>
/// <param name="threshold">The probability from which a prediction counts.</param>
public sealed class PseudoLabelling(ImageAugmentation weak, double threshold = 0.95) : SemiSupervisedMethod
{
    private readonly FixMatch _loss = new() { Tau = threshold };

    /// <inheritdoc/>
    public override string Name => "pseudo-labels";

    /// <inheritdoc/>
    public override Tensor Loss(SemiSupervisedStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        var logits = step.Model.Forward(weak.Apply(step.Unlabelled, step.Random));
        return _loss.Apply(step.Model.Forward(weak.Apply(step.Labelled, step.Random)), logits, logits.Detach(), step.Labels);
    }
}
