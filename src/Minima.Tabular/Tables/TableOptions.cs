namespace Minima.Tabular;

/// <summary>Options for reading a table, and the roles of its columns in addition to the target.</summary>
public sealed record TableOptions
{
    /// <summary>Columns to leave out; their cells are not read.</summary>
    public IReadOnlyList<string> Ignore { get; init; } = [];

    /// <summary>The encoding of the file, such as <c>gbk</c> or <c>windows-1252</c>; null to infer it from the bytes.</summary>
    public string? Encoding { get; init; }

    /// <summary>The character between the cells of the file; null to infer comma, semicolon, tab or bar from its first lines.</summary>
    public char? Separator { get; init; }

    /// <summary>
    /// Texts and numbers that mark missing values, in addition to an empty cell, <c>NA</c>, <c>null</c>, <c>?</c> and similar ones. A model stores them, and reads other tables with them.
    /// </summary>
    public IReadOnlyList<MissingMark> MissingMarks { get; init; } = [];

    /// <summary>The task; null to infer it from the values of the target.</summary>
    public PredictionTask? Task { get; init; }

    /// <summary>The one of two classes whose probability is predicted; null for the second one by number or alphabet.</summary>
    public string? PositiveClass { get; init; }

    /// <summary>
    /// The grades of the target, letters or numbers, from the lowest to the highest: a comparison then predicts <see cref="PredictionTask.Ordinal"/>, and <see cref="LinearModel.Fit"/> fits an
    /// ordered logit. Empty to infer the task from the values.
    /// </summary>
    public IReadOnlyList<string> Order { get; init; } = [];

    /// <summary>A comparison never has rows of one value of this column on both sides of a split.</summary>
    public string? Group { get; init; }

    /// <summary>A comparison never has equal rows on both sides of a split; groups and times take precedence.</summary>
    public bool CopiesTogether { get; init; }

    /// <summary>The column of the predictions in present use: a comparison judges it as a separate row. Numbers, probabilities of the positive class, or classes; it is not a feature.</summary>
    public string? Baseline { get; init; }

    /// <summary>
    /// The column of events: 1 or a yes if the event happened at the time in the target, and 0 or a no if the row was last seen then.
    /// A comparison then predicts <see cref="PredictionTask.Survival"/>.
    /// </summary>
    public string? Event { get; init; }

    /// <summary>The column of the queries whose rows are ranked by the target, their relevance. A comparison then predicts <see cref="PredictionTask.Ranking"/> and keeps a query whole.</summary>
    public string? Query { get; init; }

    /// <summary>A comparison trains on rows that are earlier by this column, and tests on later ones.</summary>
    public string? Time { get; init; }

    /// <summary>A comparison trains on the table, and tests on this one; its target is that of the table.</summary>
    public Table? Test { get; init; }

    /// <summary>
    /// The largest memory of the process during work on the table, in bytes, as the kernel counts it at its peak (VmHWM); at least 256 MB. The program itself takes up to 192 MB of it. Columns that
    /// exceed memory are in a temporary file, which is deleted at the end of the call. Null for no limit.
    /// </summary>
    /// <remarks>A call that cannot work within it throws before the work. To keep the limit to the byte, the garbage collector must know it too: see <see cref="GC.RefreshMemoryLimit"/>.</remarks>
    public long? Memory { get; init; }

    /// <summary>The part of <see cref="Memory"/> that the engine of a source takes inside this process.</summary>
    internal long EngineMemory { get; init; }

    /// <summary>The folder of temporary files; null for that of the system.</summary>
    public string? Scratch { get; init; }

    /// <summary>The form of the file, without the roles of its columns.</summary>
    internal TableOptions OfFile => new() { Encoding = Encoding, Separator = Separator, MissingMarks = MissingMarks };

    /// <summary>Receives the progress of reading the files, or the rows of a database; may be null.</summary>
    public IProgress<ReadProgress>? Reading { get; init; }
}
