namespace Minima.Training;

/// <summary>One term of the objective: a loss on some of the model's outputs, with a weight.</summary>
/// <remarks>
/// A loss that predicts more than one number for a target (a mean and its variance) takes as many outputs for each: first all predictions, then all
/// variances. They are used unchanged: if a variance must be above 0, the model ends in a softplus there.
/// </remarks>
/// <param name="Name">The name in logs.</param>
/// <param name="Loss">The loss: from the catalogue, of your own, or written as text.</param>
public sealed record LossTerm(string Name, Loss Loss)
{
    /// <summary>The factor of the term; an objective of several terms divides the weights by their sum by default (<see cref="TermWeights"/>).</summary>
    public double Weight { get; init; } = 1;

    /// <summary>
    /// The schedule of the weight: a factor for each optimizer step, as for learning rates; null for none. Two terms with opposite schedules blend one
    /// loss into another. Factors are applied after the weights are normalised to sum to 1.
    /// </summary>
    public Schedule? Schedule { get; init; }

    /// <summary>The index of the first output (last axis) that the term uses.</summary>
    public int OutputStart { get; init; }

    /// <summary>The number of outputs that the term uses; null for all from <see cref="OutputStart"/> on.</summary>
    public int? OutputCount { get; init; }

    /// <summary>The index of the batch's target that the term uses.</summary>
    public int Target { get; init; }

    /// <summary>
    /// The index of the batch's target for the loss's second data input, in the order of the loss's inputs: knowledge distillation takes the teacher's output, then
    /// labels. Null for losses with one data input.
    /// </summary>
    public int? SecondTarget { get; init; }

    /// <summary>One weight for each class of a row loss, or none.</summary>
    public IReadOnlyList<double>? ClassWeights { get; init; }
}
