namespace Minima.Training.Data;

/// <summary>
/// Training rows from a CSV file of any size. The file is read once. Columns that do not fit in memory are stored in a temporary file. Their treatment is
/// learned from it exactly (counts, medians, means and standard deviations of the training rows), and the treated rows can be read in any order. Memory stays
/// at about <see cref="CsvDataOptions.MemoryBudget"/>, plus a bit for each row.
/// </summary>
/// <example><code>
/// using var data = CsvData.Open("houses.csv", new() { Target = "price", ValidationShare = 0.2 });
/// using var loader = new DataLoader(data, new() { BatchSize = 64, Rows = data.Training, Seed = 1 });
/// File.WriteAllText("treatment.json", data.Treatment.ToJson().ToJsonString());
/// </code></example>
/// <remarks>
/// Reads CSV in the usual encodings and JSON Lines, optionally compressed by gzip, and folders of such files. Separators (comma, semicolon, tab, bar), decimal
/// commas, thousands separators, dates and words for missing values are recognised. Columns that no network can use (constant, empty, identifiers, free text)
/// are dropped and reported in <see cref="Notes"/>.
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

    /// <summary>The treatment learned from the training rows; saved with the model, it treats other rows in the same way.</summary>
    public TableTreatment Treatment { get; }

    /// <summary>The rows for training.</summary>
    public RowSet Training { get; }

    /// <summary>The rows for validation; empty if no validation share is set.</summary>
    public RowSet Validation { get; }

    /// <summary>The changes made to columns, one sentence each.</summary>
    public IReadOnlyList<string> Notes => [.. BothNotes.Select(note => note.English)];

    /// <summary>True if all rows are in memory.</summary>
    public bool IsInMemory => _records.IsInMemory;

    internal IReadOnlyList<Localized> BothNotes { get; }

    /// <summary>Reads a file or a folder of parts, splits its rows, and learns the treatment of its columns from the training rows.</summary>
    /// <exception cref="DataException">The file cannot be used as it is; the message names line and column.</exception>
    /// <exception cref="TrainingException">An option is out of range, or the temporary file cannot be written.</exception>
    public static CsvData Open(string path, CsvDataOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(options);
        return CsvDataBuilder.Learn(TableSource.OfPath(path), options, cancellation);
    }

    /// <summary>Reads an open stream, such as standard input; it is read once and stays open.</summary>
    /// <param name="stream">The bytes of the table.</param>
    /// <param name="name">Its name in messages.</param>
    /// <param name="options">The options.</param>
    /// <param name="cancellation">Checked between rows.</param>
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

    /// <summary>Releases memory and deletes the temporary file.</summary>
    public void Dispose() => _records.Dispose();
}
