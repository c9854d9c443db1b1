namespace Minima.Training.Data;

/// <summary>
/// A CSV file as rows to learn from, of any size. The file is read once; columns that do not fit in memory lie in a temporary file, from which their
/// treatment is learned (exactly: counts, medians, means, deviations of the training rows) and the treated rows are made, which are then read
/// in any order. Memory stays about at <see cref="CsvDataOptions.MemoryBudget"/>, plus a bit for each row.
/// </summary>
/// <example><code>
/// using var data = CsvData.Open("houses.csv", new() { Target = "price", ValidationShare = 0.2 });
/// using var loader = new DataLoader(data, new() { BatchSize = 64, Rows = data.Training, Seed = 1 });
/// File.WriteAllText("treatment.json", data.Treatment.ToJson().ToJsonString());
/// </code></example>
/// <remarks>
/// CSV in the usual encodings, JSON Lines, both packed by gzip or not, and folders of such files are read. Separators (comma, semicolon, tab, bar), decimal commas, separators of thousands, dates and words for missing values are recognised.
/// Columns that no network can use (constant, empty, identifiers, free text) are dropped, which <see cref="Notes"/> tells.
/// </remarks>
public sealed class CsvData : ITrainingData, IDisposable
{
    private readonly RecordLayout _layout;
    private readonly RecordStore _records;

    internal CsvData(string name, TableTreatment treatment, RecordLayout layout, RecordStore records, DataField[] targets, bool hasWeights, RowSet training, RowSet validation, IReadOnlyList<Localized> notes, ElementType precision)
    {
        Name = name;
        Treatment = treatment;
        _layout = layout;
        _records = records;
        Features = [new DataField("features", precision, [layout.Features])];
        Targets = targets;
        HasWeights = hasWeights;
        Training = training;
        Validation = validation;
        BothNotes = notes;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int Rows => _records.Count;

    /// <inheritdoc/>
    public IReadOnlyList<DataField> Features { get; }

    /// <inheritdoc/>
    public IReadOnlyList<DataField> Targets { get; }

    /// <inheritdoc/>
    public bool HasWeights { get; }

    /// <inheritdoc/>
    public string RowWord => "line";

    /// <summary>What the training rows taught: saved with the model, it treats other rows alike.</summary>
    public TableTreatment Treatment { get; }

    /// <summary>The rows for training.</summary>
    public RowSet Training { get; }

    /// <summary>The rows kept for validation; empty unless a share was asked for.</summary>
    public RowSet Validation { get; }

    /// <summary>What was done to columns on the way, one sentence each.</summary>
    public IReadOnlyList<string> Notes => [.. BothNotes.Select(note => note.English)];

    /// <summary>All rows lie in memory.</summary>
    public bool IsInMemory => _records.IsInMemory;

    internal IReadOnlyList<Localized> BothNotes { get; }

    /// <summary>Reads a file, or a folder of parts, splits its rows, and learns the treatment of its columns from those for training.</summary>
    /// <exception cref="DataException">The file cannot be used as it is; the message names line and column.</exception>
    /// <exception cref="TrainingException">An option is out of range, or the temporary file cannot be written.</exception>
    public static CsvData Open(string path, CsvDataOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(options);
        return CsvDataBuilder.Learn(TableSource.OfPath(path), options, cancellation);
    }

    /// <summary>As the other one, from an open stream, which is read once and stays open: standard input, say.</summary>
    /// <param name="stream">The bytes of the table.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="options">What to make of it.</param>
    /// <param name="cancellation">Asked between rows.</param>
    /// <inheritdoc cref="Open(string, CsvDataOptions, CancellationToken)"/>
    public static CsvData Open(Stream stream, string name, CsvDataOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(options);
        return CsvDataBuilder.Learn(TableSource.OfStream(stream, name, leavesOpen: true), options, cancellation);
    }

    /// <inheritdoc/>
    public void Read(ReadOnlySpan<int> rows, BatchBuffer batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        _layout.Read(_records, rows, batch, Targets);
    }

    /// <summary>Gives memory and the temporary file back.</summary>
    public void Dispose() => _records.Dispose();
}
