using System.Globalization;
using System.Text;

namespace Minima.Training.Data;

/// <summary>
/// Reads the cells of a CSV file, row by row. What is no table is refused with a <see cref="DataException"/> that names the line; what the cells mean
/// is for the readers of its columns.
/// </summary>
internal static class CsvFile
{
    /// <summary>No table has more columns.</summary>
    public const int MostColumns = 10_000;

    /// <summary>Gives each column of a header its reader, or null where its cells are not looked at.</summary>
    /// <param name="header">The names, none empty and no two the same.</param>
    /// <param name="notes">What was done to the names.</param>
    public delegate ICellReader?[] Choosing(string[] header, IReadOnlyList<string> notes);

    private delegate T Parsing<T>(CsvRows rows);

    /// <summary>The names of the columns of a file, from its first line alone.</summary>
    public static IReadOnlyList<string> ReadColumns(string path)
    {
        using var stream = Open(path);
        return ReadColumns(stream, NameOf(path), null);
    }

    /// <summary>As the other one, from an open stream, which stays open.</summary>
    public static IReadOnlyList<string> ReadColumns(Stream stream, string name, char? separator) =>
        Parse(stream, name, separator, rows => rows.Read() ? Header(rows, name, []) : throw Empty(name));

    /// <summary>Reads every cell of a table, each by the reader that its column was given.</summary>
    /// <param name="path">Where it is; messages call it by its name without the folder.</param>
    /// <param name="choose">Gives each column its reader.</param>
    /// <param name="rowOnLine">Is told for every row the line on which it starts.</param>
    /// <param name="limit">How large the table may be, or null.</param>
    /// <param name="cancellation">Asked between rows.</param>
    /// <returns>How many rows there are.</returns>
    public static int Read(string path, Choosing choose, Action<int> rowOnLine, TableLimit? limit = null, CancellationToken cancellation = default)
    {
        using var stream = Open(path);
        return Read(stream, NameOf(path), null, choose, rowOnLine, limit, cancellation);
    }

    /// <summary>As the other one, from an open stream, which stays open.</summary>
    public static int Read(
        Stream stream, string name, char? separator, Choosing choose, Action<int> rowOnLine, TableLimit? limit = null, CancellationToken cancellation = default) => Parse(
        stream,
        name,
        separator,
        rows =>
        {
            if (!rows.Read()) throw Empty(name);
            var notes = new List<string>();
            var header = Header(rows, name, notes);
            return ReadRows(rows, name, header, choose(header, notes), rowOnLine, limit, cancellation);
        });

    /// <summary>A file as messages call it.</summary>
    public static string NameOf(string path) => Path.GetFileName(path) is { Length: > 0 } name ? name : path;

    /// <summary>The place of a column that an option names.</summary>
    public static int Find(string[] header, string wanted, string name, string option)
    {
        var index = Array.IndexOf(header, wanted.Trim());
        if (index >= 0) return index;
        var nearest = Suggestions.Nearest(wanted, header);
        throw DataException.Create(
            $"{option} {DataException.Quote(wanted)}",
            $"{name} has no such column",
            $"one of its columns is expected: {DataException.List(header)}",
            nearest is not null ? $"Did you mean {DataException.Quote(nearest)}?"
            : header.Length == 1 ? "One column only? Separate columns by commas, semicolons or tabs, and give their names in the first line."
            : "Choose one of these.");
    }

    /// <summary>Opens a file for reading from start to end.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="kind">What it is expected to be.</param>
    /// <exception cref="DataException">It cannot be; says why.</exception>
    public static FileStream Open(string path, string kind = "a CSV file")
    {
        if (Directory.Exists(path))
        {
            throw DataException.CreateForFile(
                path.Length == 0 ? "the path" : path,
                "this is a directory",
                $"{kind} is expected",
                "Name a file inside it.");
        }

        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16, FileOptions.SequentialScan);
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException or ArgumentException)
        {
            throw DataException.CreateForFile(
                path.Length == 0 ? "the path" : path,
                path.Length == 0 ? "it is empty" : "there is no such file",
                $"the path of {kind} is expected",
                $"Check the spelling; relative paths start at {Environment.CurrentDirectory}.");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw CannotRead(path, problem);
        }
    }

    /// <summary>Runs a parser over a stream and tells what can go wrong below it in words of the file.</summary>
    private static T Parse<T>(Stream stream, string name, char? separator, Parsing<T> parsing)
    {
        using var text = new BoundedTextReader(TableText.Current.Open(stream, name, out var encoding), name);
        CsvRows? rows = null;
        try
        {
            rows = new CsvRows(text, name, separator ?? text.DetectSeparator());
            return parsing(rows);
        }
        catch (DecoderFallbackException)
        {
            var read = rows?.LinesRead ?? 0;
            throw DataException.Create(
                name,
                $"{(read == 0 ? "near its start" : FormattableString.Invariant($"after line {read}"))} there are bytes that are not {encoding}",
                $"a CSV file in {encoding} is expected",
                TableText.Current.Remedy);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException || (problem is ObjectDisposedException && !stream.CanRead))
        {
            throw CannotRead(name, problem);
        }
    }

    private static DataException CannotRead(string name, Exception problem) => new(
        $"{name}: reading failed ({problem.Message.TrimEnd('.')}); a file is expected that can be read to its end. " +
        "Check that it still exists, that the disk is connected and that you may read it.",
        problem)
    { IsAboutFile = true };

    private static DataException Empty(string name) => DataException.Create(
        name, "the file is empty", "a line of column names and rows of values are expected", "Check the export.");

    private static int ReadRows(
        CsvRows rows, string name, string[] header, ICellReader?[] columns, Action<int> rowOnLine, TableLimit? limit, CancellationToken cancellation)
    {
        var count = 0;
        while (rows.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            var line = rows.Line;
            if (rows.Count != header.Length)
            {
                throw DataException.Create(
                    $"{name}, line {line}",
                    $"{rows.Count} {(rows.Count == 1 ? "field" : "fields")}",
                    $"{header.Length} are expected as in the header",
                    "Look for a missing or extra separator, or put quotation marks around text that contains one.");
            }

            for (var j = 0; j < columns.Length; j++) columns[j]?.Add(rows[j], line);
            rowOnLine(line);
            count++;
            limit?.Check(name, rows.LinesRead, (long)count * header.Length);
        }

        if (count > 0) return count;
        throw DataException.Create(
            name, "there is a header but no row", "at least one row of values is expected", "Check the export.");
    }

    private static string[] Header(CsvRows rows, string name, List<string> notes)
    {
        if (rows.Count > MostColumns)
        {
            throw DataException.Create(
                $"{name}, line 1",
                $"there are {rows.Count} columns",
                $"at most {MostColumns} are expected",
                "Check that the rows end with line breaks, or select columns before.");
        }

        var header = new string[rows.Count];
        var numbers = 0;
        for (var j = 0; j < header.Length; j++)
        {
            header[j] = rows[j].Trim().ToString();
            if (double.TryParse(header[j], NumberStyles.Float, CultureInfo.InvariantCulture, out _)) numbers++;
            if (header[j].Length > 0) continue;
            header[j] = $"column_{j + 1}";
            notes.Add($"Column {j + 1} has no name and is called '{header[j]}'.");
        }

        if (numbers == header.Length)
        {
            throw DataException.Create(
                $"{name}, line 1",
                $"all its cells are numbers ({DataException.List(header)})",
                "a line of column names is expected",
                "Write a first line with a name for each column.");
        }

        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var j = 0; j < header.Length; j++)
        {
            if (seen.TryAdd(header[j], j)) continue;
            throw DataException.Create(
                $"{name}, line 1",
                $"columns {seen[header[j]] + 1} and {j + 1} are both called {DataException.Quote(header[j])}",
                "every column needs a name of its own",
                "Rename or remove one of them.");
        }

        return header;
    }
}
