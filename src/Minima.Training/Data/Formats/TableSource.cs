using System.Text;

namespace Minima.Training.Data;

/// <summary>The source of a table: a file, a stream, or the parts in a folder; and its known format.</summary>
/// <param name="Name">The name in messages.</param>
/// <param name="Parts">Its files, in the order of their rows.</param>
internal sealed record TableSource(string Name, IReadOnlyList<TablePart> Parts)
{
    private readonly List<Localized> _notes = [];

    /// <summary>The rows of a table held elsewhere, which has no parts; null for files and streams.</summary>
    public IRowSource? Rows { get; init; }

    /// <summary>The name of the source of the first row in messages.</summary>
    public string FirstName => Parts is [var first, ..] ? first.Name : Name;

    /// <summary>The separator, or null to detect it from the beginning of the text.</summary>
    public char? Separator { get; init; }

    /// <summary>The encoding, or null to detect it from the bytes.</summary>
    public Encoding? Encoding { get; init; }

    /// <summary>The marks of missing values given by the caller; a column named in one must exist.</summary>
    public IReadOnlyList<MissingMark> MissingMarks { get; init; } = [];

    /// <summary>The marks in the training data of a model; a column named in one need not exist.</summary>
    public IReadOnlyList<MissingMark> LearnedMarks { get; init; } = [];

    /// <summary>The automatic choices that an option can change; complete after reading.</summary>
    public IReadOnlyList<Localized> Notes => _notes;

    /// <summary>The name of a path in messages: without its parent folder.</summary>
    public static string NameOf(string path) => Directory.Exists(path) ? CsvFile.NameOf(Path.TrimEndingDirectorySeparator(path)) : CsvFile.NameOf(path);

    /// <summary>The source for a file, a folder of parts, or a pattern such as <c>parts/*.csv.gz</c>.</summary>
    /// <exception cref="DataException">There is no such file, or the folder has none.</exception>
    public static TableSource OfPath(string path) => TableFolder.Of(path) ?? new(CsvFile.NameOf(path), [new TablePart(CsvFile.NameOf(path), () => CsvFile.Open(path), Path: path)]);

    /// <summary>The source for a stream, read from its current position.</summary>
    public static TableSource OfStream(Stream stream, string name, bool leavesOpen) => new(name, [new TablePart(name, () => stream, leavesOpen)]);

    /// <summary>The same source with the caller's choices; null leaves a value unchanged.</summary>
    /// <param name="encoding">The name of an encoding.</param>
    /// <param name="separator">The separator.</param>
    /// <param name="marks">Marks of missing values; null for none.</param>
    /// <exception cref="DataException">No encoding has this name.</exception>
    public TableSource With(string? encoding, char? separator, IReadOnlyList<MissingMark>? marks = null) => this with
    {
        MissingMarks = [.. MissingMarks.Concat(marks ?? []).Distinct()],
        Separator = separator ?? Separator,
        Encoding = encoding is null ? Encoding : EncodingNames.Find(encoding) ?? throw DataException.Create(
            $"Encoding {DataException.Quote(encoding)}", "Minima supports no encoding of this name", "a name such as utf-8, gbk, windows-1252, utf-16, big5 or shift_jis is expected", "Correct it, or leave it out: Minima then detects the encoding from the bytes."),
    };

    /// <summary>Adds a note once.</summary>
    public void Note(Localized sentence)
    {
        if (!_notes.Contains(sentence)) _notes.Add(sentence);
    }
}
