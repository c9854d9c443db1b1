using Minima.Losses;
using Minima.Tensors.Losses;

namespace Minima.Training.SemiSupervised;

/// <summary>Cross-entropy on labelled items, and the entropy of the predictions for the others: moves class boundaries to regions without items.</summary>
/// <remarks>Source: Grandvalet and Bengio 2005, "Semi-supervised learning by entropy minimization".</remarks>
/// <param name="weak">Augments items; they keep their class.</param>
/// <param name="weight">The weight of the entropy.</param>
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
