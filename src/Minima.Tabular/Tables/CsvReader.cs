
namespace Minima.Tabular;

/// <summary>
/// Reads a CSV file into numbers, as a comparison does, with one difference: a fit drops no rows, so each needs a target. Unusable input is rejected with a <see cref="DataException"/> that names the
/// line and column; every change of the data is reported in <see cref="NumericTable.Notes"/>.
/// </summary>
internal static class CsvReader
{
    /// <summary>The largest table that a command holds in memory.</summary>
    public static readonly TableLimit Limit = new(LargeTable.MostCells);

    /// <summary>The names of the commands' options in messages.</summary>
    public static readonly TableWords Words = new("--target", name => $"--ignore {ColumnBuilder.Argument(name)}", "--weight", text => $"--missing {ColumnBuilder.Argument(text)}");

    public static Dataset Read(TableSource source, CsvReadOptions options, CancellationToken cancellation = default)
    {
        var name = source.Name;
        var notes = new List<string>();
        var target = 0;
        int[] others = [];
        string[] header = [];
        ICellReader?[] columns = [];
        var lines = new List<int>();
        using var store = LargeTable.Store(options.Scratch);
        CsvFile.Read(source, Choose, lines.Add, null, cancellation);
        notes.AddRange(source.Notes.Select(note => note.English));
        var decimalCommas = NumberForm.HasDecimalCommas(columns.OfType<CellColumn>().Select(column => column.Form).Concat(columns.OfType<ColumnBuilder>().Select(column => column.Form)));
        foreach (var column in columns.OfType<ColumnBuilder>()) column.FileHasDecimalCommas = decimalCommas;
        var answers = (ColumnBuilder)columns[target]!;
        var targetColumn = TargetReader.Read(answers, name, options, notes);
        if (answers.Note.Length > 0) notes.Add(answers.Note);
        var numbers = new Dictionary<string, double[]>(StringComparer.Ordinal);
        TableColumn? events = null;
        foreach (var j in others)
        {
            var other = (ColumnBuilder)columns[j]!;
            if (header[j] == options.Event?.Trim())
            {
                events = other.Cells();
                continue;
            }

            numbers[header[j]] = other.Numbers();
            if (other.Note.Length > 0) notes.Add(other.Note);
        }

        var draw = new RowDraw();
        var rows = LargeTable.Draw(lines.Count, header.Length, lines.Count, draw);
        if (rows is not null) notes.Add(LargeTable.Sentence(lines.Count, rows.Length, draw));
        var features = Features(columns, decimalCommas, name, lines.Count, rows, notes, options.NeedsFeatures);
        return new Dataset(name, features, rows is null ? targetColumn : targetColumn.Take(rows), [.. Drawn(lines)])
        {
            Others = numbers.ToDictionary(pair => pair.Key, pair => Drawn(pair.Value).ToArray(), StringComparer.Ordinal),
            EventCells = events is null ? null : events.Kind == TableColumnKind.Category ? TableColumn.OfTexts(events.Name, [.. Drawn(events.Codes)], events.Levels, 0) : TableColumn.OfNumbers(events.Name, [.. Drawn(events.Values)]),
            EventColumn = options.Event?.Trim(),
            MissingMarks = source.MissingMarks,
        };

        IEnumerable<T> Drawn<T>(IReadOnlyList<T> values) => rows is null ? values : rows.Select(row => values[row]);

        ICellReader?[] Choose(string[] names, IReadOnlyList<string> unnamed)
        {
            notes.AddRange(unnamed);
            header = names;
            (target, var ignored, others) = Roles(header, name, options, notes);
            columns = new ICellReader?[header.Length];
            for (var j = 0; j < header.Length; j++)
            {
                if (ignored[j]) continue;
                columns[j] = j == target || others.Contains(j)
                    ? new ColumnBuilder(name, header[j], j == target)
                    : new CellColumn(name, header[j], store) { RefusesTextsAmongNumbers = true, Words = Words };
            }

            return columns;
        }
    }

    private static (int Target, bool[] Ignored, int[] Others) Roles(
        string[] header, string name, CsvReadOptions options, List<string> notes)
    {
        var ignored = new bool[header.Length];
        foreach (var column in options.Ignore) ignored[CsvFile.Find(header, column, name, "--ignore")] = true;
        var target = CsvFile.Find(header, options.Target, name, "--target");
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
            var index = CsvFile.Find(header, column, name, option);
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

    private static NumericTable Features(
        ICellReader?[] readers, bool decimalCommas, string name, int read, int[]? drawn, List<string> notes, bool needed)
    {
        var rows = drawn?.Length ?? read;
        var encodings = new List<ColumnEncoding>();
        var names = new List<string>();
        var columns = new List<double[]>();
        for (var j = 0; j < readers.Length; j++)
        {
            if (readers[j] is not CellColumn reader) continue;
            FeatureEncoder.Encode(reader.Finish(isTarget: false, decimalCommas, drawn), rows, read, names, columns, encodings, notes);
            if ((long)columns.Count * rows > LargeTable.MostCells)
            {
                throw DataException.Create(
                    $"{name}, column {DataException.Quote(reader.Name)}",
                    $"with a column for each text the table has more than {LargeTable.MostCells} cells",
                    "a table that fits in memory is expected",
                    "Give a sample of the rows, or leave text columns out with --ignore.");
            }

            // Releases the cells, which are copied now: on big tables they are half of the memory.
            readers[j] = null;
        }

        if (columns.Count > 0 || !needed) return new NumericTable([.. names], [.. columns], rows, notes) { Encodings = encodings };
        throw DataException.Create(
            name,
            "no column is left to predict from",
            "at least one column other than the target is expected that is not constant",
            "Add columns, or ignore fewer.");
    }
}
