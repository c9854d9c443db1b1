using System.Globalization;
using System.Text;
using CsvHelper.Configuration;
using Minima.Cli.Data;

namespace Minima.Cli.Compare;

/// <summary>
/// Reads a CSV file into numbers, as a comparison reads it, but for one thing: a fit leaves no row out, so a target must be there in each. Everything that cannot be used is refused with a <see cref="DataException"/> that names the
/// line and column; everything that was changed on the way is told in <see cref="NumericTable.Notes"/>.
/// </summary>
internal static class CsvReader
{
    public const int LongestField = 1_000_000;

    public const int MostColumns = 10_000;

    public const int MostCells = 50_000_000;

    private delegate T Parsing<T>(CsvHelper.CsvParser parser, ref int line);

    /// <summary>Reads a file; messages call it by its name without the folder.</summary>
    public static Dataset Read(string path, CsvReadOptions options, CancellationToken cancellation = default)
    {
        using var stream = Open(path);
        return Read(stream, NameOf(path), options, cancellation);
    }

    /// <summary>Reads an open stream, which stays open; <paramref name="name"/> is what messages call it.</summary>
    public static Dataset Read(Stream stream, string name, CsvReadOptions options, CancellationToken cancellation = default) =>
        Parse(
            stream,
            name,
            options.Separator,
            (CsvHelper.CsvParser parser, ref int line) => Read(parser, name, options, ref line, cancellation));

    /// <summary>The names of the columns of a file, from its first line alone.</summary>
    public static IReadOnlyList<string> ReadColumns(string path)
    {
        using var stream = Open(path);
        return Parse(
            stream,
            NameOf(path),
            null,
            (CsvHelper.CsvParser parser, ref int line) =>
            {
                if (!parser.Read()) throw Empty(NameOf(path));
                line = 1;
                return Header(parser, NameOf(path), []);
            });
    }

    /// <summary>Reads every cell of a table, each by the reader that <paramref name="choose"/> gives its column; null skips a column.</summary>
    /// <returns>For every row the line on which it starts.</returns>
    public static int[] ReadCells(
        string path, Func<IReadOnlyList<string>, ICellReader?[]> choose, CancellationToken cancellation = default)
    {
        using var stream = Open(path);
        return ReadCells(stream, NameOf(path), choose, cancellation);
    }

    /// <summary>As the other one, from an open stream, which stays open.</summary>
    public static int[] ReadCells(
        Stream stream, string name, Func<IReadOnlyList<string>, ICellReader?[]> choose, CancellationToken cancellation = default) => Parse(
        stream,
        name,
        null,
        (CsvHelper.CsvParser parser, ref int line) =>
        {
            if (!parser.Read()) throw Empty(name);
            line = 1;
            var header = Header(parser, name, []);
            return ReadRows(parser, name, header, choose(header), ref line, cancellation);
        });

    /// <summary>A file as messages call it.</summary>
    public static string NameOf(string path) => Path.GetFileName(path) is { Length: > 0 } name ? name : path;

    private static FileStream Open(string path)
    {
        if (Directory.Exists(path))
        {
            throw DataException.CreateForFile(
                path.Length == 0 ? "the path" : path,
                "this is a directory",
                "a CSV file is expected",
                "Name a file inside it.");
        }

        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException or ArgumentException)
        {
            throw DataException.CreateForFile(
                path.Length == 0 ? "the path" : path,
                path.Length == 0 ? "it is empty" : "there is no such file",
                "the path of a CSV file is expected",
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
        // The encoding throws on invalid bytes, and its own byte order mark is skipped; other encodings are not guessed.
        using var text = new BoundedTextReader(
            new StreamReader(stream, new UTF8Encoding(true, true), false, leaveOpen: true), name);
        var line = 0;
        try
        {
            var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
            {
                Delimiter = (separator ?? text.DetectSeparator()).ToString(),
                MaxFieldSize = LongestField,
                IgnoreBlankLines = true,
                DetectDelimiter = false,
            };
            using var parser = new CsvHelper.CsvParser(text, configuration, leaveOpen: true);
            return parsing(parser, ref line);
        }
        catch (DecoderFallbackException)
        {
            throw DataException.Create(
                name,
                $"{(line == 0 ? "near its start" : FormattableString.Invariant($"after line {line}"))} there are bytes that are not UTF-8",
                "a CSV file in UTF-8 is expected",
                "Save the table again as CSV (UTF-8).");
        }
        catch (CsvHelper.MaxFieldSizeException)
        {
            throw DataException.Create(
                $"{name}, after line {line}",
                $"a field is longer than {LongestField} characters",
                "shorter cells are expected",
                "Look for a quotation mark that is not closed, or for a file that is not a table.");
        }
        catch (CsvHelper.BadDataException)
        {
            throw DataException.Create(
                $"{name}, after line {line}",
                "a quotation mark stands inside a field, or is not closed",
                "quotation marks are expected around a whole field, and doubled inside it",
                "Correct or remove the quotation mark.");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ObjectDisposedException)
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

    private static Dataset Read(
        CsvHelper.CsvParser parser, string name, CsvReadOptions options, ref int line, CancellationToken cancellation)
    {
        if (!parser.Read()) throw Empty(name);
        line = 1;
        var notes = new List<string>();
        var header = Header(parser, name, notes);
        var (target, ignored, others) = Roles(header, name, options, notes);
        var columns = new ICellReader?[header.Length];
        for (var j = 0; j < header.Length; j++)
        {
            if (ignored[j]) continue;
            columns[j] = j == target || others.Contains(j)
                ? new ColumnBuilder(name, header[j], j == target)
                : new CellColumn(name, header[j]) { RefusesTextsAmongNumbers = true };
        }

        var lines = ReadRows(parser, name, header, columns, ref line, cancellation);
        var decimalCommas = NumberForm.HasDecimalCommas(columns.OfType<CellColumn>().Select(column => column.Form).Concat(columns.OfType<ColumnBuilder>().Select(column => column.Form)));
        foreach (var column in columns.OfType<ColumnBuilder>()) column.FileHasDecimalCommas = decimalCommas;
        var answers = (ColumnBuilder)columns[target]!;
        var targetColumn = TargetReader.Read(answers, name, options, notes);
        if (answers.Note.Length > 0) notes.Add(answers.Note);
        var numbers = new Dictionary<string, double[]>(StringComparer.Ordinal);
        foreach (var j in others)
        {
            var other = (ColumnBuilder)columns[j]!;
            numbers[header[j]] = other.Numbers();
            if (other.Note.Length > 0) notes.Add(other.Note);
        }

        var features = Features(columns, decimalCommas, name, lines.Length, notes, options.NeedsFeatures);
        return new Dataset(name, features, targetColumn, lines) { Others = numbers };
    }

    private static int[] ReadRows(
        CsvHelper.CsvParser parser, string name, string[] header, ICellReader?[] columns, ref int line, CancellationToken cancellation)
    {
        var lines = new List<int>();
        while (parser.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            AddRow(parser, name, header, columns, lines);
            line = parser.RawRow;
            if ((long)lines.Count * header.Length <= MostCells) continue;
            throw DataException.Create(
                $"{name}, line {line}",
                $"the table has more than {MostCells} cells",
                "a table that fits in memory is expected",
                "Give a sample of the rows; a few thousand are enough to compare losses.");
        }

        if (lines.Count > 0) return [.. lines];
        throw DataException.Create(
            name, "there is a header but no row", "at least one row of values is expected", "Check the export.");
    }

    private static string[] Header(CsvHelper.CsvParser parser, string name, List<string> notes)
    {
        if (parser.Count > MostColumns)
        {
            throw DataException.Create(
                $"{name}, line 1",
                $"there are {parser.Count} columns",
                $"at most {MostColumns} are expected",
                "Check that the rows end with line breaks, or select columns before.");
        }

        var header = new string[parser.Count];
        var numbers = 0;
        for (var j = 0; j < header.Length; j++)
        {
            header[j] = parser[j].Trim();
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

    private static (int Target, bool[] Ignored, int[] Others) Roles(
        string[] header, string name, CsvReadOptions options, List<string> notes)
    {
        var ignored = new bool[header.Length];
        foreach (var column in options.Ignore) ignored[Find(header, column, name, "--ignore")] = true;
        var target = Find(header, options.Target, name, "--target");
        if (ignored[target])
        {
            throw DataException.Create(
                "--ignore",
                $"{DataException.Quote(options.Target)} is the target",
                "the target must be read",
                "Remove it from --ignore, or name another target.");
        }

        var others = new HashSet<int>();
        foreach (var (column, option) in options.Others)
        {
            var index = Find(header, column, name, option);
            others.Add(index);
            if (index != target && !ignored[index]) continue;
            throw DataException.Create(
                $"{option} {DataException.Quote(column)}",
                index == target ? "this column is the target" : "this column is left out by --ignore",
                "another column is expected",
                "Name the column that holds it.");
        }

        var left = header.Where((_, j) => ignored[j]).ToArray();
        if (left.Length > 0) notes.Add($"Left out as asked: {DataException.List(left)}.");
        return (target, ignored, [.. others]);
    }

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

    private static void AddRow(
        CsvHelper.CsvParser parser, string name, string[] header, ICellReader?[] columns, List<int> lines)
    {
        // The parser counts to the last line of a row; a quoted field may have begun lines before.
        var count = parser.Count;
        var line = parser.RawRow;
        for (var j = 0; j < count; j++) line -= parser[j].AsSpan().Count('\n');
        if (count != header.Length)
        {
            throw DataException.Create(
                $"{name}, line {line}",
                $"{count} {(count == 1 ? "field" : "fields")}",
                $"{header.Length} are expected as in the header",
                "Look for a missing or extra separator, or put quotation marks around text that contains one.");
        }

        for (var j = 0; j < count; j++) columns[j]?.Add(parser[j], line);
        lines.Add(line);
    }

    private static NumericTable Features(
        ICellReader?[] readers, bool decimalCommas, string name, int rows, List<string> notes, bool needed)
    {
        var encodings = new List<ColumnEncoding>();
        var names = new List<string>();
        var columns = new List<double[]>();
        for (var j = 0; j < readers.Length; j++)
        {
            if (readers[j] is not CellColumn reader) continue;
            FeatureEncoder.Encode(reader.Finish(isTarget: false, decimalCommas), rows, names, columns, encodings, notes);
            if ((long)columns.Count * rows > MostCells)
            {
                throw DataException.Create(
                    $"{name}, column {DataException.Quote(reader.Name)}",
                    $"with a column for each text the table has more than {MostCells} cells",
                    "a table that fits in memory is expected",
                    "Give a sample of the rows, or leave text columns out with --ignore.");
            }

            // Its cells are copied now; on big tables that is half of the memory.
            readers[j] = null;
        }

        if (columns.Count > 0 || !needed) return new NumericTable([.. names], [.. columns], rows, notes) { Encodings = encodings };
        throw DataException.Create(
            name,
            "no column is left to predict from",
            "at least one column besides the target that is not constant is expected",
            "Add columns, or ignore fewer.");
    }
}
