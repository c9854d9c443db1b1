namespace Minima.Training.Data;

/// <summary>The encoding of a column as features.</summary>
internal enum EncodingKind
{
    /// <summary>The number itself. If training rows had missing values: the median for a missing one, and an indicator of missing values.</summary>
    Number,

    /// <summary>Two texts as 0 and 1.</summary>
    TwoTexts,

    /// <summary>A column of 0 and 1 for each text; another text is an error.</summary>
    OneHot,

    /// <summary>A column of 0 and 1 for each frequent text, one for all others together, and one for missing values if training rows had any.</summary>
    Category,

    /// <summary>Year, month, day of the week (Monday is 1) and days since the first training row; a missing date as for numbers.</summary>
    Date,
}

/// <summary>The encoding of a column as features, with everything needed to apply it to other rows.</summary>
/// <param name="Column">The column's name.</param>
/// <param name="Levels">The texts with a feature of their own, in alphabetical order; none for a number or a date.</param>
internal sealed record ColumnEncoding(string Column, IReadOnlyList<string> Levels)
{
    public EncodingKind Kind { get; init; } = Levels.Count switch { 0 => EncodingKind.Number, 2 => EncodingKind.TwoTexts, _ => EncodingKind.OneHot };

    /// <summary>The replacement of a missing number or date; null if a missing one is an error.</summary>
    public double? Fill { get; init; }

    /// <summary>True if a feature indicates missing values.</summary>
    public bool HasMissing { get; init; }

    /// <summary>True if a feature represents rare or new texts.</summary>
    public bool HasOther { get; init; }

    /// <summary>The day from which days are counted, since 1970-01-01; for dates only.</summary>
    public double Origin { get; init; }

    /// <summary>The form of the numbers in the training data, for cells that come one row at a time.</summary>
    public CellForm Form { get; init; }

    /// <summary>The number of features.</summary>
    public int Width => Features.Count();

    /// <summary>The names of the features.</summary>
    public IEnumerable<string> Features
    {
        get
        {
            IEnumerable<string> own = Kind switch
            {
                EncodingKind.Number => [Column],
                EncodingKind.TwoTexts => [$"{Column}={Levels[1]}"],
                EncodingKind.Date => [$"{Column}.year", $"{Column}.month", $"{Column}.weekday", $"{Column}.days"],
                _ => Levels.Select(level => $"{Column}={level}"),
            };
            if (HasOther) own = own.Append($"{Column}=(other)");
            return HasMissing ? own.Append($"{Column}=(missing)") : own;
        }
    }
}
