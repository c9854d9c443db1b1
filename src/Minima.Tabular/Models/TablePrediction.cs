namespace Minima.Tabular;

/// <summary>The predictions of a model for the rows of a table.</summary>
/// <param name="Targets">The columns that are predicted.</param>
/// <param name="Quantity"><c>prediction</c> (a number in the target's units), <c>probability</c>, or <c>score</c> (a raw output, or one of a loss without probabilities).</param>
/// <param name="OfClasses">The classes that the numbers of a row are for: one of two, or all of several; empty for numbers and labels.</param>
/// <param name="Values">The numbers, row after row, <see cref="Width"/> in each.</param>
/// <param name="Classes">For each target the class of each row; empty for numbers and where raw scores are asked for.</param>
public sealed record TablePrediction(IReadOnlyList<string> Targets, string Quantity, IReadOnlyList<string> OfClasses, double[] Values, string[][] Classes)
{
    /// <summary>Further inputs of the loss that are predicted beside each target (a variance, a scale): their numbers follow the target's own.</summary>
    public IReadOnlyList<string> Further { get; init; } = [];

    /// <summary>The numbers in a row.</summary>
    public int Width => OfClasses.Count < 2 ? Targets.Count * (1 + Further.Count) : OfClasses.Count;

    /// <summary>The number of rows.</summary>
    public int Rows => Values.Length / Width;
}
