namespace Minima.Tabular;

/// <summary>Facts about a table's columns beside its target.</summary>
public sealed record TableOptions
{
    /// <summary>Columns to leave out; their cells are not looked at.</summary>
    public IReadOnlyList<string> Ignore { get; init; } = [];

    /// <summary>The encoding of the file, as <c>gbk</c> or <c>windows-1252</c>; null to let the bytes decide.</summary>
    public string? Encoding { get; init; }

    /// <summary>The character between the cells of the file; null to let its first lines decide between comma, semicolon, tab and bar.</summary>
    public char? Separator { get; init; }

    /// <summary>Texts and numbers that stand for missing values, beside an empty cell, <c>NA</c>, <c>null</c>, <c>?</c> and their like, which always do. A model keeps them, and reads other tables by them.</summary>
    public IReadOnlyList<MissingMark> MissingMarks { get; init; } = [];

    /// <summary>The task; null to let the values of the target decide.</summary>
    public PredictionTask? Task { get; init; }

    /// <summary>Of two classes the one to predict the probability of; null for the later one by number or alphabet.</summary>
    public string? PositiveClass { get; init; }

    /// <summary>The grades of the target, letters or numbers, from the lowest to the highest: a comparison then predicts <see cref="PredictionTask.Ordinal"/>, and <see cref="LinearModel.Fit"/> fits an ordered logit. Empty to let the values decide.</summary>
    public IReadOnlyList<string> Order { get; init; } = [];

    /// <summary>A comparison never has rows of one value of this column on both sides of a split.</summary>
    public string? Group { get; init; }

    /// <summary>A comparison never has equal rows on both sides of a split; groups and times come before it.</summary>
    public bool CopiesTogether { get; init; }

    /// <summary>The column of the predictions that are used now: a comparison judges it as a row of its own. Numbers, probabilities of the positive class, or classes; it is no feature.</summary>
    public string? Baseline { get; init; }

    /// <summary>
    /// The column that says whether the event happened at the time that the target is: 1 or a yes, and 0 or a no where the row was last seen then.
    /// A comparison then predicts <see cref="PredictionTask.Survival"/>.
    /// </summary>
    public string? Event { get; init; }

    /// <summary>The column of the queries whose rows are to be ordered by the target, their relevance. A comparison then predicts <see cref="PredictionTask.Ranking"/> and keeps a query whole.</summary>
    public string? Query { get; init; }

    /// <summary>A comparison trains on rows that are earlier by this column, and tests on what comes next.</summary>
    public string? Time { get; init; }

    /// <summary>A comparison trains on the table, and tests on this one; its target is that of the table.</summary>
    public Table? Test { get; init; }

    /// <summary>
    /// The most memory that the process may take while the table is worked on, in bytes, as the kernel counts it at its peak (VmHWM); at least 256 MB, of which the program takes up to 192 MB. Columns that memory does not
    /// hold lie in a temporary file, which ends with the call. Null for no limit.
    /// </summary>
    /// <remarks>What a call cannot do within it is refused before the work. The garbage collector must know the limit too where it is to be kept to the byte: see <see cref="GC.RefreshMemoryLimit"/>.</remarks>
    public long? Memory { get; init; }

    /// <summary>The part of <see cref="Memory"/> that the engine of a source takes inside this process.</summary>
    internal long EngineMemory { get; init; }

    /// <summary>The folder of temporary files; null for the system's.</summary>
    public string? Scratch { get; init; }

    /// <summary>The form of the file, without the roles of its columns.</summary>
    internal TableOptions OfFile => new() { Encoding = Encoding, Separator = Separator, MissingMarks = MissingMarks };

    /// <summary>Hears of the share of the files, or of the rows of a database, that is read; null for nobody.</summary>
    public IProgress<ReadProgress>? Reading { get; init; }
}
