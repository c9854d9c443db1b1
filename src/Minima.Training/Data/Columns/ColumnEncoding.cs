namespace Minima.Training.Data;

/// <summary>How a column of a file becomes features.</summary>
internal enum EncodingKind
{
    /// <summary>A number as it is; where training rows had missing values, their median for a missing one and a column that says so.</summary>
    Number,

    /// <summary>Two texts as 0 and 1.</summary>
    TwoTexts,

    /// <summary>A column of 0 and 1 for each text; another text is an error.</summary>
    OneHot,

    /// <summary>A column of 0 and 1 for each frequent text, one for all others together, and one for missing values, where training rows had such.</summary>
    Category,

    /// <summary>Year, month, day of the week (Monday is 1) and days since the first training row; a missing date as for numbers.</summary>
    Date,
}

/// <summary>How one column of a file became features; all that it takes to do the same to other rows.</summary>
/// <param name="Column">The column's name.</param>
/// <param name="Levels">The texts that have a feature of their own, in alphabetical order; none for a number or a date.</param>
internal sealed record ColumnEncoding(string Column, IReadOnlyList<string> Levels)
{
    public EncodingKind Kind { get; init; } = Levels.Count switch { 0 => EncodingKind.Number, 2 => EncodingKind.TwoTexts, _ => EncodingKind.OneHot };

    /// <summary>What stands for a missing number or date; null where a missing one is an error.</summary>
    public double? Fill { get; init; }

    /// <summary>A feature says that the value is missing.</summary>
    public bool HasMissing { get; init; }

    /// <summary>A feature stands for texts that are rare or new.</summary>
    public bool HasOther { get; init; }

    /// <summary>The day from which days are counted, since 1970-01-01; for dates only.</summary>
    public double Origin { get; init; }

    /// <summary>How its numbers were written where it was learned; for cells that come one row at a time.</summary>
    public CellForm Form { get; init; }

    /// <summary>How many features it gives.</summary>
    public int Width => Features.Count();

    /// <summary>The features' names.</summary>
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
