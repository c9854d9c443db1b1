namespace Minima.Analysis;

/// <summary>What is known of a letter that stands for a building block of rows, such as a probability of a softmax.</summary>
/// <param name="Range">What its values lie in.</param>
internal sealed record RowLetter(Interval Range)
{
    /// <summary>An input of the formula itself, and no letter.</summary>
    public static readonly RowLetter Column = new(Interval.All);

    /// <summary>By how many times a number it grows that is added to every prediction; null where that is not known.</summary>
    public double? Shift { get; init; }

    /// <summary>It has no jump.</summary>
    public bool IsContinuous { get; init; }

    /// <summary>Its logarithm is concave in the predictions.</summary>
    public bool IsLogConcave { get; init; }

    /// <summary>It is made of the target row, and not of the predictions.</summary>
    public bool IsOfTarget { get; init; }

    /// <summary>The input of the first letter of its block.</summary>
    public int First { get; init; } = -1;

    /// <summary>The class that it is of; -1 where it is of the whole row.</summary>
    public int Class { get; init; } = -1;

    /// <summary>The letters of its block are a distribution.</summary>
    public bool SumsToOne { get; init; }
}
