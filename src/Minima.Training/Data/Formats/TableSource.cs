using System.Text;

namespace Minima.Training.Data;

/// <summary>Where a table is read from: a file, a stream, or the parts in a folder; and what is known of how it is written.</summary>
/// <param name="Name">What messages call it.</param>
/// <param name="Parts">Its files, in the order of their rows.</param>
internal sealed record TableSource(string Name, IReadOnlyList<TablePart> Parts)
{
    private readonly List<Localized> _notes = [];

    /// <summary>The rows where somebody else holds them, and there are no parts; null for files and streams.</summary>
    public IRowSource? Rows { get; init; }

    /// <summary>The name of the place of the first row in messages.</summary>
    public string FirstName => Parts is [var first, ..] ? first.Name : Name;

    /// <summary>The separator, or null where the beginning of the text is to decide.</summary>
    public char? Separator { get; init; }

    /// <summary>The encoding, or null where the bytes are to decide.</summary>
    public Encoding? Encoding { get; init; }

    /// <summary>The marks of missing values that the caller names; a column that one names must be there.</summary>
    public IReadOnlyList<MissingMark> MissingMarks { get; init; } = [];

    /// <summary>The marks that a model learned with; a column that one names need not be there.</summary>
    public IReadOnlyList<MissingMark> LearnedMarks { get; init; } = [];

    /// <summary>The choices that were made on the way and can be made otherwise; known after the reading.</summary>
    public IReadOnlyList<Localized> Notes => _notes;

    /// <summary>A path as messages call it: without the folder that it lies in.</summary>
    public static string NameOf(string path) => Directory.Exists(path) ? CsvFile.NameOf(Path.TrimEndingDirectorySeparator(path)) : CsvFile.NameOf(path);

    /// <summary>A file, a folder of parts, or a pattern such as <c>parts/*.csv.gz</c>.</summary>
    /// <exception cref="DataException">There is no such file, or the folder has none.</exception>
    public static TableSource OfPath(string path) => TableFolder.Of(path) ?? new(CsvFile.NameOf(path), [new TablePart(CsvFile.NameOf(path), () => CsvFile.Open(path), Path: path)]);

    /// <summary>A stream, read from where it stands.</summary>
    public static TableSource OfStream(Stream stream, string name, bool leavesOpen) => new(name, [new TablePart(name, () => stream, leavesOpen)]);

    /// <summary>The same with what a caller says of it; what is null stays as it is.</summary>
    /// <param name="encoding">The name of an encoding.</param>
    /// <param name="separator">The separator.</param>
    /// <param name="marks">Marks of missing values; null for none.</param>
    /// <exception cref="DataException">No encoding has this name.</exception>
    public TableSource With(string? encoding, char? separator, IReadOnlyList<MissingMark>? marks = null) => this with
    {
        MissingMarks = [.. MissingMarks.Concat(marks ?? []).Distinct()],
        Separator = separator ?? Separator,
        Encoding = encoding is null ? Encoding : EncodingNames.Find(encoding) ?? throw DataException.Create(
            $"Encoding {DataException.Quote(encoding)}", "no encoding known here has this name", "a name such as utf-8, gbk, windows-1252, utf-16, big5 or shift_jis is expected", "Correct it, or leave it out to have the bytes decide."),
    };

    /// <summary>Takes what there is to say, once.</summary>
    public void Note(Localized sentence)
    {
        if (!_notes.Contains(sentence)) _notes.Add(sentence);
    }
}
