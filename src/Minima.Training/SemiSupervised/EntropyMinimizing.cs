using Minima.Losses;
using Minima.Tensors.Losses;

namespace Minima.Training.SemiSupervised;

/// <summary>Cross-entropy on labelled items, and the entropy of what is said of the others: boundaries move to where no items are.</summary>
/// <remarks>Source: Grandvalet and Bengio 2005, "Semi-supervised learning by entropy minimization".</remarks>
/// <param name="weak">Changes items; they keep their class.</param>
/// <param name="weight">How much the entropy counts.</param>
public sealed class EntropyMinimizing(ImageAugmentation weak, double weight = 0.3) : SemiSupervisedMethod
{
    /// <inheritdoc/>
    public override string Name => "entropy minimisation";

    /// <inheritdoc/>
    public override Tensor Loss(SemiSupervisedStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        var known = new CrossEntropy().Apply(step.Model.Forward(weak.Apply(step.Labelled, step.Random)), step.Labels);
        return known + (weight * new EntropyMinimization().Apply(step.Model.Forward(weak.Apply(step.Unlabelled, step.Random))));
    }
}
