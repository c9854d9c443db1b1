using System.Text;

namespace Minima.Tabular;

/// <summary>
/// A table with a line of column names: a CSV file, columns in memory, or one of the tables that come with Minima. Each call reads only the parts that it needs;
/// a fit, a comparison and a prediction treat missing cells and texts in their own ways.
/// </summary>
/// <remarks>The call that reads a file rejects an unreadable or unusable one with a <see cref="DataException"/> that names line and column.</remarks>
public sealed class Table
{
    private readonly Func<TableSource> _source;

    private Table(string name, string? target, TableOptions? options, Func<TableSource> source)
    {
        (Name, Target, Options, _source) = (name, target, options ?? new(), source);
    }

    /// <summary>The name in messages.</summary>
    public string Name { get; }

    /// <summary>The column to predict, or several of 0 and 1 separated by commas; null for a table without a target.</summary>
    public string? Target { get; }

    /// <summary>The roles and treatment of its columns.</summary>
    public TableOptions Options { get; }

    /// <summary>The names of its columns.</summary>
    /// <exception cref="DataException">The table cannot be read.</exception>
    public IReadOnlyList<string> Columns => CsvFile.ReadColumns(Open());

    /// <summary>The names of the tables that come with Minima.</summary>
    public static IReadOnlyList<string> BundledNames => BundledData.Names;

    /// <summary>The names of the small tables of the lessons, which come with Minima too: they illustrate a point, and are not data to judge losses by.</summary>
    public static IReadOnlyList<string> LessonNames => BundledData.LessonNames;

    /// <summary>The path of the file, of the folder of its parts, or of their pattern; or null.</summary>
    public string? Path { get; private init; }

    /// <summary>True if the table came with Minima.</summary>
    internal bool IsBundled { get; private init; }

    /// <summary>The number of rows that it was drawn from; null if it was not drawn.</summary>
    internal long? DrawnFrom { get; private init; }

    /// <summary>True if only one call can read it.</summary>
    internal bool IsReadOnce { get; private init; }

    /// <summary>A table in a file, or in the files of a folder: CSV in the usual encodings or JSON Lines, packed by gzip or not.</summary>
    /// <param name="path">The path of the file or the folder, or a pattern of its files such as <c>parts/*.csv.gz</c>.</param>
    /// <param name="target">The column to predict; omit it for a table to predict.</param>
    /// <param name="options">The roles and treatment of its columns.</param>
    public static Table FromFile(string path, string? target = null, TableOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        return new Table(TableSource.NameOf(path), target, options, () => TableSource.OfPath(path)) { Path = path };
    }

    /// <summary>A table in several files, whose rows follow each other; their columns are found by name.</summary>
    /// <param name="paths">Files, folders and patterns, as for <see cref="FromFile"/>.</param>
    /// <param name="target">The column to predict; omit it for a table to predict.</param>
    /// <param name="options">The roles and treatment of its columns.</param>
    /// <exception cref="ArgumentException">There is no path.</exception>
    public static Table FromFiles(IReadOnlyList<string> paths, string? target = null, TableOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(paths);
        if (paths.Count == 0) throw new ArgumentException("no path is given; give at least one", nameof(paths));
        if (paths.Count == 1) return FromFile(paths[0], target, options);
        var name = $"{TableSource.NameOf(paths[0])} + {paths.Count - 1}";
        return new Table(name, target, options, () => new TableSource(name, [.. paths.SelectMany(path => TableSource.OfPath(path).Parts)]));
    }

    /// <summary>A table of columns in memory.</summary>
    /// <param name="columns">The columns, all of the same length.</param>
    /// <param name="target">The column to predict; omit it for a table to predict.</param>
    /// <param name="options">The roles and treatment of its columns.</param>
    /// <exception cref="ArgumentException">There is no column, or columns have different lengths.</exception>
    public static Table FromColumns(IReadOnlyList<Column> columns, string? target = null, TableOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(columns);
        if (columns.Count == 0) throw new ArgumentException("a table has at least one column", nameof(columns));
        if (columns.FirstOrDefault(column => column.Rows != columns[0].Rows) is { } other)
            throw new ArgumentException($"column {DataException.Quote(other.Name)} has {other.Rows} values and column {DataException.Quote(columns[0].Name)} {columns[0].Rows}", nameof(columns));
        return new Table("the table", target, options, Written("the table", columns));
    }

    /// <summary>A table of rows that were drawn from a source.</summary>
    /// <param name="name">The source in messages.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="rows">The number of rows of the source.</param>
    /// <param name="seed">The seed of the draw.</param>
    /// <param name="target">The column to predict.</param>
    /// <param name="options">The roles and treatment of its columns.</param>
    internal static Table FromDraw(string name, IReadOnlyList<Column> columns, long rows, ulong seed, string? target, TableOptions? options)
    {
        var written = Written(name, columns);
        return new(name, target, options, Noted) { DrawnFrom = rows };

        TableSource Noted()
        {
            var source = written();
            if (columns[0].Rows < rows) source.Note(LargeTable.Drawn(rows, columns[0].Rows, seed));
            return source;
        }
    }

    /// <summary>A table of cells that were read from another one, which messages name.</summary>
    /// <param name="name">The name in messages.</param>
    /// <param name="columns">The columns.</param>
    internal static Table FromCells(string name, IReadOnlyList<Column> columns) => new(name, null, null, Written(name, columns));

    /// <summary>A table of rows from another holder.</summary>
    /// <param name="name">The name in messages.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="target">The column to predict.</param>
    /// <param name="options">The roles and treatment of its columns.</param>
    internal static Table FromRows(string name, IRowSource rows, string? target, TableOptions? options) => new(name, target, options, () => new TableSource(name, []) { Rows = rows });

    private static Func<TableSource> Written(string name, IReadOnlyList<Column> columns)
    {
        var text = new StringBuilder().AppendJoin(',', columns.Select(column => Column.Quote(column.Name))).Append('\n');
        for (var row = 0; row < columns[0].Rows; row++)
        {
            for (var j = 0; j < columns.Count; j++) text.Append(j == 0 ? "" : ",").Append(columns[j].Cell(row));
            text.Append('\n');
        }

        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        return () => TableSource.OfStream(new MemoryStream(bytes, writable: false), name, leavesOpen: false) with { Separator = ',', Encoding = Encoding.UTF8 };
    }

    /// <summary>A table that comes with Minima; data/README.md has its origin.</summary>
    /// <param name="name">One of <see cref="BundledNames"/> or <see cref="LessonNames"/>.</param>
    /// <param name="target">The column to predict; null for the usual one.</param>
    /// <param name="options">The roles and treatment of its columns.</param>
    /// <exception cref="DataException">There is no such table.</exception>
    public static Table Bundled(string name, string? target = null, TableOptions? options = null) =>
        new(name, target ?? BundledData.Target(name), options, () => TableSource.OfStream(BundledData.Open(name), name, leavesOpen: false)) { IsBundled = true };

    /// <summary>A table in a stream, such as standard input; only one call can read it, and it closes the stream.</summary>
    /// <param name="stream">The bytes of a table, in a format of <see cref="FromFile"/>.</param>
    /// <param name="name">The name in messages.</param>
    /// <param name="target">The column to predict; omit it for a table to predict.</param>
    /// <param name="options">The roles and treatment of its columns.</param>
    public static Table FromStream(Stream stream, string name, string? target = null, TableOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        var isRead = 0;
        TableSource Once() => Interlocked.Exchange(ref isRead, 1) == 0
            ? TableSource.OfStream(stream, name, leavesOpen: false)
            : throw DataException.Create(name, "it is a stream, which has been read", "this call needs the rows more than once", "Write the rows to a file and take Table.FromFile, or Table.FromColumns.");
        return new(name, target, options, Once) { IsReadOnce = true };
    }

    /// <summary>The same table with its bytes in memory, so that several calls can read a stream. Rows of a database can be read again, and stay there.</summary>
    /// <exception cref="DataException">The table is a stream that has been read.</exception>
    public Table Held()
    {
        var source = Open();
        if (source.Rows is not null) return this;
        TablePart[] parts = [.. source.Parts.Select(Copied)];
        return new(Name, Target, Options, () => source with { Parts = parts }) { IsBundled = IsBundled };

        static TablePart Copied(TablePart part)
        {
            using var bytes = new MemoryStream();
            using (var stream = part.Open()) stream.CopyTo(bytes);
            var held = bytes.ToArray();
            return part with { Open = () => new MemoryStream(held, writable: false), LeavesOpen = false };
        }
    }

    /// <summary>The columns to predict: one of this name, commas and all, or several.</summary>
    /// <param name="header">The names of the columns.</param>
    /// <exception cref="DataException">There is no such column.</exception>
    internal string[] TargetsIn(IReadOnlyList<string> header) => TargetsIn(header, Target!, Name);

    /// <summary>The columns that a target names: one of this name, commas and all, or several.</summary>
    /// <exception cref="DataException">There is no such column.</exception>
    internal static string[] TargetsIn(IReadOnlyList<string> header, string target, string name)
    {
        string[] targets = [.. CsvFile.Names(target, header).Select(word => header[CsvFile.Find([.. header], word, name, "--target")])];
        return targets.GroupBy(column => column, StringComparer.Ordinal).FirstOrDefault(column => column.Count() > 1) is not { Key: var twice }
            ? targets
            : throw DataException.Create("--target", $"{DataException.Quote(twice)} is named twice", "each column once is expected", "Leave one of them out.");
    }

    /// <summary>True if a second call reads the same; a pipe can be read only once.</summary>
    internal bool CanReadAgain => !IsReadOnce && (Path is null || !File.Exists(Path) || new FileInfo(Path).Length > 0);

    /// <summary>The same cells with another target and other options.</summary>
    internal Table With(string? target, TableOptions options) => new(Name, target, options, _source) { Path = Path, IsBundled = IsBundled, IsReadOnce = IsReadOnce, DrawnFrom = DrawnFrom };

    /// <summary>The source of the rows.</summary>
    /// <param name="learned">The marks of missing values of a model's training table.</param>
    internal TableSource Open(IReadOnlyList<MissingMark>? learned = null) =>
        CountedParts.Of(_source().With(Options.Encoding, Options.Separator, MissingMarks) with { LearnedMarks = learned ?? [] }, Options.Reading);

    /// <summary>The marks of missing values of its options, and of the running program.</summary>
    internal IReadOnlyList<MissingMark> MissingMarks => [.. Options.MissingMarks.Concat(TableText.Current.MissingMarks).Distinct()];
}
