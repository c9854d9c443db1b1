namespace Minima.Training.SemiSupervised;

/// <summary>What a method of few labels makes its loss of.</summary>
/// <param name="Model">Learns.</param>
/// <param name="Labelled">Items with labels, [N, ...].</param>
/// <param name="Labels">int [N].</param>
/// <param name="Unlabelled">Items without labels, [U, ...].</param>
/// <param name="Teacher">The average of the model's weights over the steps.</param>
/// <param name="Progress">How much of the training is done, from 0 to 1.</param>
/// <param name="Random">Draws.</param>
public sealed record SemiSupervisedStep(Module Model, Tensor Labelled, Tensor Labels, Tensor Unlabelled, WeightAverage Teacher, double Progress, RandomState Random)
{
    /// <summary>What the model says, without a gradient.</summary>
    internal Tensor Said(Tensor items)
    {
        using (Autograd.NoGradient()) return Model.Forward(items);
    }
}
