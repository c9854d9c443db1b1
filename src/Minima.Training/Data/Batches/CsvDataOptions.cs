namespace Minima.Training.Data;

/// <summary>What to make of a CSV file.</summary>
public sealed record CsvDataOptions
{
    /// <summary>The memory that tables take when nothing is said: 256 MB.</summary>
    public const long UsualMemoryBudget = 256L << 20;

    /// <summary>The column to predict.</summary>
    public string? Target
    {
        get => Targets.Count > 0 ? Targets[0] : null;
        init => Targets = value is null ? [] : [value];
    }

    /// <summary>The columns to predict where there are several.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>What the cells of the targets become.</summary>
    public TargetForm Form { get; init; }

    /// <summary>The class that becomes 1 of two; without it the later one by number or alphabet.</summary>
    public string? PositiveClass { get; init; }

    /// <summary>Several targets of numbers are one tensor [rows, targets], not one each.</summary>
    public bool JoinsTargets { get; init; }

    /// <summary>Targets of numbers are brought to mean 0 and standard deviation 1 over the training rows; <see cref="TargetTreatment.Restore"/> undoes it.</summary>
    public bool StandardizesTargets { get; init; }

    /// <summary>Rows whose target is missing are left out; otherwise they are refused.</summary>
    public bool LeavesOutRowsWithoutTarget { get; init; }

    /// <summary>Columns that are not looked at.</summary>
    public IReadOnlyList<string> Ignore { get; init; } = [];

    /// <summary>A column of numbers that says how much each row counts, or null.</summary>
    public string? Weight { get; init; }

    /// <summary>A column whose equal values belong together: no group is on both sides of the split. Groups are held in memory.</summary>
    public string? Group { get; init; }

    /// <summary>A column of dates or numbers that orders the rows: the latest are for validation.</summary>
    public string? Time { get; init; }

    /// <summary>The share of rows kept for validation, from 0 to below 1. Labels are spread as in the whole table.</summary>
    public double ValidationShare { get; init; }

    /// <summary>Which rows are for validation is a function of this number and of the table.</summary>
    public ulong Seed { get; init; }

    /// <summary>What features and targets of numbers are: Single or Double.</summary>
    public ElementType Precision { get; init; } = ElementType.Single;

    /// <summary>The separator; without it the first lines decide between comma, semicolon, tab and bar.</summary>
    public char? Separator { get; init; }

    /// <summary>The encoding, as <c>gbk</c> or <c>windows-1252</c>; without it the bytes decide, and <see cref="CsvData.Notes"/> says so if they are not UTF-8.</summary>
    public string? Encoding { get; init; }

    /// <summary>Texts and numbers that stand for missing values, beside those known everywhere; the treatment keeps them.</summary>
    public IReadOnlyList<MissingMark> MissingMarks { get; init; } = [];

    /// <summary>About how many bytes of a table stay in memory; the rest lies in a temporary file.</summary>
    public long MemoryBudget { get; init; } = UsualMemoryBudget;

    /// <summary>Where the temporary file is made; the system's folder for such files unless given.</summary>
    public string? TemporaryFolder { get; init; }

    /// <summary>The names of these options in messages.</summary>
    internal TableWords Words { get; init; } = TableWords.Library;

    internal void Check()
    {
        if (Precision is not (ElementType.Single or ElementType.Double)) throw new TrainingException($"CsvDataOptions.Precision is {Precision}; features are Single or Double.");
        if (!(ValidationShare is >= 0 and < 1)) throw new TrainingException(FormattableString.Invariant($"CsvDataOptions.ValidationShare is {ValidationShare}; a share from 0 to below 1 is expected, 0.2 say."));
        if (MemoryBudget < 0) throw new TrainingException($"CsvDataOptions.MemoryBudget is {MemoryBudget}; a number of bytes is expected.");
        if (PositiveClass is not null && Form is not (TargetForm.TwoClasses or TargetForm.Automatic)) throw new TrainingException($"CsvDataOptions.PositiveClass is for two classes, and Form is {Form}. Leave it out, or set Form to TwoClasses.");
        if (PositiveClass is not null && Targets.Count > 1) throw new TrainingException($"CsvDataOptions.PositiveClass is for one target, and there are {Targets.Count}. Leave it out.");
        if (Group is not null && Time is not null) throw new TrainingException("CsvDataOptions names a Group and a Time; rows are split by one of them. Leave one out, or put it into Ignore.");
    }
}
