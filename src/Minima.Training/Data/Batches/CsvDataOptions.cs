namespace Minima.Training.Data;

/// <summary>Options for reading a CSV file.</summary>
public sealed record CsvDataOptions
{
    /// <summary>The default memory budget for tables: 256 MB.</summary>
    public const long UsualMemoryBudget = 256L << 20;

    /// <summary>The column to predict.</summary>
    public string? Target
    {
        get => Targets.Count > 0 ? Targets[0] : null;
        init => Targets = value is null ? [] : [value];
    }

    /// <summary>The columns to predict, if there are several.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>The form of the targets.</summary>
    public TargetForm Form { get; init; }

    /// <summary>The class that becomes 1 of two; by default the later one in numerical or alphabetical order.</summary>
    public string? PositiveClass { get; init; }

    /// <summary>True to join several numeric targets to one tensor [rows, targets]; otherwise each has its own.</summary>
    public bool JoinsTargets { get; init; }

    /// <summary>True to scale numeric targets to mean 0 and standard deviation 1 over the training rows; <see cref="TargetTreatment.Restore"/> undoes it.</summary>
    public bool StandardizesTargets { get; init; }

    /// <summary>True to leave out rows without a target; otherwise they are refused.</summary>
    public bool LeavesOutRowsWithoutTarget { get; init; }

    /// <summary>The columns to ignore.</summary>
    public IReadOnlyList<string> Ignore { get; init; } = [];

    /// <summary>The numeric column with the weight of each row, or null.</summary>
    public string? Weight { get; init; }

    /// <summary>The column of groups: rows with equal values are on the same side of the split. Groups are held in memory.</summary>
    public string? Group { get; init; }

    /// <summary>The column of dates or numbers that orders the rows: the latest are for validation.</summary>
    public string? Time { get; init; }

    /// <summary>The proportion of rows for validation, from 0 to below 1. Labels have the same proportions as in the whole table.</summary>
    public double ValidationShare { get; init; }

    /// <summary>The seed of the split, which is a function of this number and of the table.</summary>
    public ulong Seed { get; init; }

    /// <summary>The element type of numeric features and targets: Single or Double.</summary>
    public ElementType Precision { get; init; } = ElementType.Single;

    /// <summary>The separator; by default the first lines decide between comma, semicolon, tab and bar.</summary>
    public char? Separator { get; init; }

    /// <summary>The encoding, such as <c>gbk</c> or <c>windows-1252</c>; by default it is detected, and <see cref="CsvData.Notes"/> reports any other than UTF-8.</summary>
    public string? Encoding { get; init; }

    /// <summary>Texts and numbers that represent missing values, in addition to those that are always recognised; the treatment keeps them.</summary>
    public IReadOnlyList<MissingMark> MissingMarks { get; init; } = [];

    /// <summary>The approximate number of bytes of a table in memory; the rest is in a temporary file.</summary>
    public long MemoryBudget { get; init; } = UsualMemoryBudget;

    /// <summary>The folder of the temporary file; by default the system's folder for such files.</summary>
    public string? TemporaryFolder { get; init; }

    /// <summary>The names of these options in messages.</summary>
    internal TableWords Words { get; init; } = TableWords.Library;

    internal void Check()
    {
        if (Precision is not (ElementType.Single or ElementType.Double)) throw new TrainingException($"CsvDataOptions.Precision is {Precision}; it must be Single or Double.");
        if (!(ValidationShare is >= 0 and < 1)) throw new TrainingException(FormattableString.Invariant($"CsvDataOptions.ValidationShare is {ValidationShare}; a proportion from 0 to below 1 is expected, such as 0.2."));
        if (MemoryBudget < 0) throw new TrainingException($"CsvDataOptions.MemoryBudget is {MemoryBudget}; a number of bytes is expected.");
        if (PositiveClass is not null && Form is not (TargetForm.TwoClasses or TargetForm.Automatic)) throw new TrainingException($"CsvDataOptions.PositiveClass is for two classes, and Form is {Form}. Leave it out, or set Form to TwoClasses.");
        if (PositiveClass is not null && Targets.Count > 1) throw new TrainingException($"CsvDataOptions.PositiveClass is for one target, and there are {Targets.Count}. Leave it out.");
        if (Group is not null && Time is not null) throw new TrainingException("CsvDataOptions names a Group and a Time; rows are split by one of them. Leave one out, or put it into Ignore.");
    }
}
