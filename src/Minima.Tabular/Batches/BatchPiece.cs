namespace Minima.Tabular;

/// <summary>Inputs of a loss over a batch that are evaluated together.</summary>
/// <param name="Share">The weight of the mean of this piece in the mean of all.</param>
/// <param name="Inputs">The inputs, in the order of the loss.</param>
internal sealed record BatchPiece(double Share, BatchInput[] Inputs);

/// <summary>An input of a piece.</summary>
/// <param name="Shape">Its shape.</param>
internal abstract record BatchInput(Shape Shape)
{
    /// <summary>Elements that are outputs of the model; -1 marks an element without one.</summary>
    public sealed record OfOutputs(Shape Shape, int[] From) : BatchInput(Shape);

    /// <summary>Elements that are each an output minus a learned threshold.</summary>
    public sealed record OfSteps(Shape Shape, int[] From, int Learned) : BatchInput(Shape);

    /// <summary>The usual loss of each row, from these outputs and the known target.</summary>
    public sealed record OfTerms(Shape Shape, int[] From, Tensor Target) : BatchInput(Shape);

    /// <summary>A learned constant, in every element.</summary>
    public sealed record OfLearned(Shape Shape, int Learned) : BatchInput(Shape);

    /// <summary>Learned numbers, one for each element.</summary>
    public sealed record OfTensor(Shape Shape, int Learned) : BatchInput(Shape);

    /// <summary>Known numbers.</summary>
    public sealed record Known(Tensor Values) : BatchInput(Values.Shape);

    /// <summary>An input that is left out.</summary>
    public sealed record Nothing() : BatchInput(Shape.Scalar);
}
