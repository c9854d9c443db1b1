namespace Minima.Training.SemiSupervised;

/// <summary>The inputs of a semi-supervised loss.</summary>
/// <param name="Model">The model to train.</param>
/// <param name="Labelled">Items with labels, [N, ...].</param>
/// <param name="Labels">int [N].</param>
/// <param name="Unlabelled">Items without labels, [U, ...].</param>
/// <param name="Teacher">The average of the model's weights over the steps.</param>
/// <param name="Progress">The completed proportion of the training, from 0 to 1.</param>
/// <param name="Random">Draws augmentations and mixtures.</param>
public sealed record SemiSupervisedStep(Module Model, Tensor Labelled, Tensor Labels, Tensor Unlabelled, WeightAverage Teacher, double Progress, RandomState Random)
{
    /// <summary>The model's output, without a gradient.</summary>
    internal Tensor Said(Tensor items)
    {
        using (Autograd.NoGradient()) return Model.Forward(items);
    }
}
