namespace Minima.Tabular;

/// <summary>Inputs of a loss over a batch that are evaluated together.</summary>
/// <param name="Share">What the mean of this piece counts in the mean of all.</param>
/// <param name="Inputs">In the order of the loss.</param>
internal sealed record BatchPiece(double Share, BatchInput[] Inputs);

/// <summary>An input of a piece.</summary>
/// <param name="Shape">Its shape.</param>
internal abstract record BatchInput(Shape Shape)
{
    /// <summary>Elements that are outputs of the model; -1 stands for a place without one.</summary>
    public sealed record OfOutputs(Shape Shape, int[] From) : BatchInput(Shape);

    /// <summary>Elements that are each an output less a threshold that is learned.</summary>
    public sealed record OfSteps(Shape Shape, int[] From, int Learned) : BatchInput(Shape);

    /// <summary>The loss of each row by the usual loss, of these outputs and what is known.</summary>
    public sealed record OfTerms(Shape Shape, int[] From, Tensor Target) : BatchInput(Shape);

    /// <summary>A constant that is learned, in every element.</summary>
    public sealed record OfLearned(Shape Shape, int Learned) : BatchInput(Shape);

    /// <summary>Numbers that are learned, one for each element.</summary>
    public sealed record OfTensor(Shape Shape, int Learned) : BatchInput(Shape);

    /// <summary>Numbers that are known.</summary>
    public sealed record Known(Tensor Values) : BatchInput(Values.Shape);

    /// <summary>An input that is left out.</summary>
    public sealed record Nothing() : BatchInput(Shape.Scalar);
}
