using System.Globalization;

namespace Minima.Training.Data;

/// <summary>
/// Reads the cells of a CSV file, row by row. Input that is not a table is refused with a <see cref="DataException"/> that names the line; the readers of the
/// columns interpret the cells.
/// </summary>
internal static class CsvFile
{
    /// <summary>The maximum number of columns.</summary>
    public const int MostColumns = 10_000;

    /// <summary>Returns the reader of each column of a header, or null to ignore its cells.</summary>
    /// <param name="header">The names, none empty and no two the same.</param>
    /// <param name="notes">The changes made to the names.</param>
    public delegate ICellReader?[] Choosing(string[] header, IReadOnlyList<string> notes);

    /// <summary>The names of the columns of a file or folder.</summary>
    public static IReadOnlyList<string> ReadColumns(string path) => ReadColumns(TableSource.OfPath(path));

    /// <summary>The names of the columns of a table.</summary>
    public static IReadOnlyList<string> ReadColumns(TableSource source)
    {
        if (source.Rows is { } given) return Header([.. given.Columns], source.Name, 1, []);
        foreach (var part in source.Parts)
        {
            using var open = OpenPart.Of(part, source);
            var columns = Columns(open, source, default);
            if (open.Read(rows => First(rows, columns, part.Name, []), columns) is { } header) return header;
        }

        throw Empty(source.Name);
    }

    /// <summary>Reads every cell of a table by the reader of its column.</summary>
    /// <param name="source">The source of the table.</param>
    /// <param name="choose">Returns the reader of each column.</param>
    /// <param name="rowOnLine">Receives the first line of every row, counted through all parts.</param>
    /// <param name="limit">The size limit of the table, or null.</param>
    /// <param name="cancellation">Checked between rows.</param>
    /// <returns>The number of rows.</returns>
    public static int Read(TableSource source, Choosing choose, Action<int> rowOnLine, TableLimit? limit = null, CancellationToken cancellation = default)
    {
        if (source.Rows is { } given) return ReadGiven(given, source, choose, rowOnLine, limit, cancellation);
        string[]? header = null;
        JsonColumns? columns = null;
        ICellReader?[] readers = [];
        var (count, lines) = (0, 0);
        foreach (var part in source.Parts)
        {
            using var open = OpenPart.Of(part, source);
            if (header is null) columns = Columns(open, source, cancellation);
            if (open.IsJson != columns is not null)
            {
                throw DataException.Create(
                    part.Name, open.IsJson ? "it holds JSON, but the earlier parts hold CSV" : "it holds CSV, but the earlier parts hold JSON", "parts of the same format are expected", "Name the files that belong together, as in 'folder/*.csv'.");
            }

            (count, lines) = open.Read(rows => Take(rows, part.Name), columns);
        }

        if (header is null) throw Empty(source.Name);
        Begin(source.Name);
        MarkedCells.Note(readers, source);
        return count > 0 ? count : throw NoRow(source.Name);

        void Begin(string file)
        {
            if (source.Parts.Count == 1) return;
            foreach (var reader in readers) reader?.Begin(file);
        }

        (int Count, int Lines) Take(ITableRows rows, string name)
        {
            var notes = new List<string>();
            if (First(rows, columns, name, notes) is not { } here) return (count, lines + rows.LinesRead);
            var order = readers;
            if (header is null)
            {
                header = here;
                readers = order = MarkedCells.Of(choose(here, notes), here, source);
            }
            else
            {
                order = Ordered(header, readers, here, name);
            }

            Begin(name);
            return (ReadRows(rows, name, here, order, count, line => rowOnLine(lines + line), limit, cancellation), lines + rows.LinesRead);
        }
    }

    /// <summary>Reads the cells of a table held elsewhere; only columns with a reader are fetched.</summary>
    private static int ReadGiven(IRowSource given, TableSource source, Choosing choose, Action<int> rowOnLine, TableLimit? limit, CancellationToken cancellation)
    {
        var name = source.Name;
        var notes = new List<string>();
        var header = Header([.. given.Columns], name, 1, notes);
        var readers = MarkedCells.Of(choose(header, notes), header, source);
        var wanted = new WantedCells[header.Length];
        for (var j = 0; j < wanted.Length; j++)
        {
            if (readers[j] is not { } reader) continue;
            if (given.IsReadable(given.Columns[j])) wanted[j] = reader.TakesNumbers ? WantedCells.Numbers : WantedCells.Texts;
            else reader.LeaveOut(name, header[j]);
        }

        var count = 0;
        given.Read(wanted, rows => count = ReadRows(rows, name, header, readers, count, rowOnLine, limit, cancellation), cancellation);
        MarkedCells.Note(readers, source);
        return count > 0 ? count : throw NoRow(name);
    }

    private static DataException NoRow(string name) => DataException.Create(name, "there is a header but no row", "at least one row of values is expected", "Check the export.");

    /// <summary>True if a path leads to a file, or to several.</summary>
    public static bool Exists(string path) => File.Exists(path) || TableFolder.Is(path);

    /// <summary>The files at a path.</summary>
    /// <exception cref="DataException">There are none in its folder.</exception>
    public static IEnumerable<string> Files(string path) => TableSource.OfPath(path).Parts.Select(part => part.Path!);

    /// <summary>The name of a file in messages.</summary>
    public static string NameOf(string path) => Path.GetFileName(path) is { Length: > 0 } name ? name : path;

    /// <summary>The columns named in a text: the one of exactly this name, or those between its commas.</summary>
    public static string[] Names(string text, IReadOnlyList<string> header) => !text.Contains(',', StringComparison.Ordinal) || header.Contains(text.Trim(), StringComparer.Ordinal)
        ? [text.Trim()]
        : text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The columns named in a text; the header of the table is read only if it is a file and the text has commas.</summary>
    public static string[] Names(string text, string? path) => Names(text, path is not null && text.Contains(',', StringComparison.Ordinal) && Exists(path) ? ReadColumns(path) : []);

    /// <summary>The index of a column named in an option.</summary>
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
            : header.Length == 1 ? "Only one column? Separate columns with commas, semicolons or tabs, and give their names in the first line."
            : "Choose one of these.");
    }

    /// <summary>Opens a file for reading from start to end.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="kind">The expected kind of file.</param>
    /// <exception cref="DataException">The file cannot be opened; the message gives the reason.</exception>
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

    /// <summary>The keys of all objects, if the parts hold JSON.</summary>
    private static JsonColumns? Columns(OpenPart first, TableSource source, CancellationToken cancellation)
    {
        if (!first.IsJson) return null;
        var columns = new JsonColumns();
        first.Collect(columns, cancellation);
        foreach (var part in source.Parts.SkipWhile(part => part.Name != first.Name).Skip(1))
        {
            using var open = OpenPart.Of(part, source);
            if (open.IsJson) open.Collect(columns, cancellation);
        }

        return columns;
    }

    /// <summary>The header: the keys of objects, or the first row; null if there is none.</summary>
    private static string[]? First(ITableRows rows, JsonColumns? columns, string name, List<string> notes)
    {
        if (columns is not null) return Header([.. columns.Names], name, 1, notes);
        if (!rows.Read()) return null;
        if (rows.Count > MostColumns)
        {
            throw DataException.Create(
                $"{name}, line {rows.Line}",
                $"there are {rows.Count} columns",
                $"at most {MostColumns} are expected",
                "Check that the rows end with line breaks, or select columns first.");
        }

        var cells = new string[rows.Count];
        for (var j = 0; j < cells.Length; j++) cells[j] = rows[j].Trim().ToString();
        if (!Array.TrueForAll(cells, cell => double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out _))) return Header(cells, name, rows.Line, notes);
        throw DataException.Create(
            $"{name}, line {rows.Line}",
            $"all its cells are numbers ({DataException.List(cells)})",
            "a line of column names is expected",
            "Write a first line with a name for each column.");
    }

    /// <summary>The readers of a part's columns, which may be in another order.</summary>
    private static ICellReader?[] Ordered(string[] header, ICellReader?[] readers, string[] here, string name)
    {
        if (header.AsSpan().SequenceEqual(here)) return readers;
        string[] missing = [.. header.Except(here, StringComparer.Ordinal)];
        string[] added = [.. here.Except(header, StringComparer.Ordinal)];
        return missing.Length + added.Length == 0
            ? Array.ConvertAll(here, column => readers[Array.IndexOf(header, column)])
            : throw DataException.Create(
                name,
                missing.Length > 0
                    ? $"it has no {(missing.Length == 1 ? "column" : "columns")} {DataException.List(missing)}"
                    : $"only this file has the {(added.Length == 1 ? "column" : "columns")} {DataException.List(added)}",
                $"the columns of the first part are expected: {DataException.List(header)}",
                "Give every part the same columns; the order does not matter.");
    }

    /// <summary>The exception for a file that exists but cannot be read.</summary>
    public static DataException CannotRead(string name, Exception problem) => new(
        $"{name}: reading failed ({problem.Message.TrimEnd('.')}); a file is expected that can be read to its end. " +
        "Check that it still exists, that the disk is connected and that you may read it.",
        problem)
    { IsAboutFile = true };

    /// <summary>The exception for a file without a header.</summary>
    public static DataException Empty(string name) => DataException.Create(
        name, "the file is empty", "a line of column names and rows of values are expected", "Check the export.");

    private static int ReadRows(
        ITableRows rows, string name, string[] header, ICellReader?[] columns, int count, Action<int> rowOnLine, TableLimit? limit, CancellationToken cancellation)
    {
        while (rows.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            var line = rows.Line;
            if (rows.Count != header.Length)
            {
                throw DataException.Create(
                    $"{name}, line {line}",
                    rows.Count == 1 ? "the row has 1 field" : $"the row has {rows.Count} fields",
                    $"{header.Length} are expected as in the header",
                    "Look for a missing or extra separator, or put quotation marks around text that contains one.");
            }

            for (var j = 0; j < columns.Length; j++)
            {
                if (columns[j] is not { } reader) continue;
                if (reader.TakesNumbers && rows.HoldsNumber(j, out var value)) reader.AddNumber(value);
                else reader.Add(rows[j], line);
            }

            rowOnLine(line);
            count++;
            limit?.Check(name, rows.LinesRead, (long)count * header.Length);
        }

        return count;
    }

    private static string[] Header(string[] cells, string name, int line, List<string> notes)
    {
        var header = Array.ConvertAll(cells, cell => cell.Trim());
        for (var j = 0; j < header.Length; j++)
        {
            if (header[j].Length > 0) continue;
            header[j] = $"column_{j + 1}";
            notes.Add($"Column {j + 1} has no name and is called '{header[j]}'.");
        }

        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var j = 0; j < header.Length; j++)
        {
            if (seen.TryAdd(header[j], j)) continue;
            throw DataException.Create(
                $"{name}, line {line}",
                $"columns {seen[header[j]] + 1} and {j + 1} are both called {DataException.Quote(header[j])}",
                "every column needs a name of its own",
                "Rename or remove one of them.");
        }

        return header;
    }
}
