namespace Minima.Training;

/// <summary>One term of what is minimised: a loss on some of the model's outputs, with a weight.</summary>
/// <remarks>
/// A loss that predicts more than one number for a target (a mean and its variance) takes as many outputs for each: first all predictions, then all
/// variances. They are taken as they are: a model whose variance must be above 0 ends in a softplus there.
/// </remarks>
/// <param name="Name">What logs call it.</param>
/// <param name="Loss">The loss: from the catalogue, of your own, or written as text.</param>
public sealed record LossTerm(string Name, Loss Loss)
{
    /// <summary>What the term is multiplied by; an objective of several terms divides by the sum unless told otherwise (<see cref="TermWeights"/>).</summary>
    public double Weight { get; init; } = 1;

    /// <summary>
    /// How the weight goes on the way: a factor for each optimizer step, as for learning rates; null for none. Two terms with opposite schedules blend one
    /// loss into another. Factors come after the weights were made to sum to 1.
    /// </summary>
    public Schedule? Schedule { get; init; }

    /// <summary>The first of the outputs (last axis) that it takes.</summary>
    public int OutputStart { get; init; }

    /// <summary>How many outputs it takes; null for all from the first.</summary>
    public int? OutputCount { get; init; }

    /// <summary>Which of a batch's targets it takes.</summary>
    public int Target { get; init; }

    /// <summary>
    /// Which of a batch's targets is the second input that is data, in the order of the loss's inputs: knowledge distillation takes what the teacher says, then labels. Null
    /// for losses that take one.
    /// </summary>
    public int? SecondTarget { get; init; }

    /// <summary>One weight for each class of a row loss, or none.</summary>
    public IReadOnlyList<double>? ClassWeights { get; init; }
}
