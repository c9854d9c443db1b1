using Minima.Tensors.Losses;

namespace Minima.Training.SemiSupervised;

/// <summary>What the model is sure of counts as a label, of the same item.</summary>
/// <remarks>The loss of FixMatch with guess and answer from one look at the item. Source: Lee 2013, "Pseudo-label".</remarks>
/// <param name="weak">Changes items; they keep their class.</param>
/// <param name="threshold">The probability from which a guess counts.</param>
public sealed class PseudoLabelling(ImageAugmentation weak, double threshold = 0.95) : SemiSupervisedMethod
{
    private readonly FixMatch _loss = new() { Tau = threshold };

    /// <inheritdoc/>
    public override string Name => "pseudo-labels";

    /// <inheritdoc/>
    public override Tensor Loss(SemiSupervisedStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        var said = step.Model.Forward(weak.Apply(step.Unlabelled, step.Random));
        return _loss.Apply(step.Model.Forward(weak.Apply(step.Labelled, step.Random)), said, said.Detach(), step.Labels);
    }
}
