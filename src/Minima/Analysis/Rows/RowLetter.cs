namespace Minima.Analysis;

/// <summary>The known properties of a letter that represents a building block of rows, such as a probability of a softmax.</summary>
/// <param name="Range">The range of its values.</param>
internal sealed record RowLetter(Interval Range)
{
    /// <summary>An input of the formula itself, not a letter.</summary>
    public static readonly RowLetter Column = new(Interval.All);

    /// <summary>The growth of the letter as a multiple of a number added to every prediction; null if unknown.</summary>
    public double? Shift { get; init; }

    /// <summary>True if it has no jump.</summary>
    public bool IsContinuous { get; init; }

    /// <summary>True if its logarithm is concave in the predictions.</summary>
    public bool IsLogConcave { get; init; }

    /// <summary>True if it depends on the target row, and not on the predictions.</summary>
    public bool IsOfTarget { get; init; }

    /// <summary>The input of the first letter of its block.</summary>
    public int First { get; init; } = -1;

    /// <summary>Its class; -1 if it belongs to the whole row.</summary>
    public int Class { get; init; } = -1;

    /// <summary>True if the letters of its block are a distribution.</summary>
    public bool SumsToOne { get; init; }
}
