using Minima.Losses;

namespace Minima.Training.SemiSupervised;

/// <summary>Cross-entropy on the labelled items, augmented weakly; the others are ignored. The baseline of all other methods.</summary>
/// <param name="weak">Augments items; they keep their class.</param>
public sealed class SupervisedOnly(ImageAugmentation weak) : SemiSupervisedMethod
{
    /// <inheritdoc/>
    public override string Name => "labels only";

    /// <inheritdoc/>
    public override Tensor Loss(SemiSupervisedStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return new CrossEntropy().Apply(step.Model.Forward(weak.Apply(step.Labelled, step.Random)), step.Labels);
    }
}
