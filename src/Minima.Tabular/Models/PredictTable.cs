namespace Minima.Tabular;

/// <summary>Reads the columns that a model needs, by their names and in any order; other columns are ignored.</summary>
internal sealed class PredictTable
{
    private readonly LinearModel _model;
    private readonly string _name;
    private readonly SpillStore _store;
    private readonly Dictionary<string, ICellReader> _readers = new(StringComparer.Ordinal);

    private PredictTable(LinearModel model, string name, SpillStore store)
    {
        _model = model;
        _name = name;
        _store = store;
    }

    /// <summary>Computes results for the rows of a table: all at once, or block by block for a table with too many cells for memory.</summary>
    /// <param name="model">The model.</param>
    /// <param name="table">A table with the columns of the model.</param>
    /// <param name="use">Computes a result from the features of the model, one array each, and the number of rows.</param>
    /// <param name="cancellation">Checked between rows.</param>
    /// <param name="most">The largest number of cells in memory.</param>
    public static IReadOnlyList<T> Read<T>(LinearModel model, Table table, Func<double[][], int, T> use, CancellationToken cancellation, int most = LargeTable.MostCells)
    {
        using var store = LargeTable.Store();
        var reader = new PredictTable(model, table.Name, store);
        var rows = CsvFile.Read(table.Open(model.MissingMarks), reader.Choose, _ => { }, null, cancellation);
        var columns = reader.Columns(rows);
        var block = Math.Max(1, most / Math.Max(1, model.Features.Count));
        if (rows <= block) return [use([.. columns.SelectMany(column => column(null))], rows)];
        var results = new List<T>();
        for (var from = 0; from < rows; from += block)
        {
            cancellation.ThrowIfCancellationRequested();
            int[] some = [.. Enumerable.Range(from, Math.Min(block, rows - from))];
            results.Add(use([.. columns.SelectMany(column => column(some))], some.Length));
        }

        return results;
    }

    /// <summary>The raw scores of the rows of a table, <see cref="LinearModel.Scores"/>.</summary>
    public static double[] Scores(LinearModel model, Table table, CancellationToken cancellation)
    {
        var blocks = Read(model, table, model.Scores, cancellation);
        return blocks.Count == 1 ? blocks[0] : [.. blocks.SelectMany(scores => scores)];
    }

    public static double[] Some(double[] scores, int[] rows, int of) => rows.Length == of ? scores : [.. rows.SelectMany(row => scores.AsSpan(row * (scores.Length / of), scores.Length / of).ToArray())];

    private ICellReader?[] Choose(string[] header, IReadOnlyList<string> notes)
    {
        CheckColumns(_name, header, [.. _model.Encoding.Select(encoding => encoding.Column)]);
        foreach (var encoding in _model.Encoding)
        {
            _readers[encoding.Column] = encoding switch
            {
                { Kind: EncodingKind.Number, Fill: null } => new ColumnBuilder(_name, encoding.Column, isTarget: false, _store),
                { Kind: EncodingKind.Number or EncodingKind.Date } => new CellColumn(_name, encoding.Column, _store) { IsNeeded = true, Words = CsvReader.Words },
                { Kind: EncodingKind.Category } => new PlaceCells(encoding),
                _ => new CategoryCells(_name, encoding),
            };
        }

        return [.. header.Select(column => _readers.GetValueOrDefault(column))];
    }

    /// <summary>Rejects a table that lacks columns of a model.</summary>
    /// <exception cref="DataException">It lacks one.</exception>
    public static void CheckColumns(string name, string[] header, IReadOnlyList<string> wanted)
    {
        string[] missing = [.. wanted.Where(column => !header.Contains(column, StringComparer.Ordinal))];
        if (missing.Length == 0) return;
        var nearest = Suggestions.Nearest(missing[0], header);
        throw DataException.Create(
            name,
            $"it has no {(missing.Length == 1 ? "column" : "columns")} {DataException.List(missing)}",
            header.Length == 1
                ? $"the model was fitted on {DataException.List(wanted)}, and the only column of this table is {DataException.List(header)}"
                : $"the model was fitted on {DataException.List(wanted)}, and the columns of this table are {DataException.List(header)}",
            nearest is null ? "Add the missing columns; the order does not matter." : $"Is {DataException.Quote(missing[0])} called {DataException.Quote(nearest)} here? Rename it.");
    }

    /// <summary>The name of a model's target, events or queries in a table whose rows are scored.</summary>
    /// <exception cref="DataException">The table has no such column.</exception>
    public static string Known(string name, string[] header, string column, bool isTarget)
    {
        if (header.Contains(column.Trim(), StringComparer.Ordinal)) return column.Trim();
        throw DataException.Create(
            name,
            isTarget ? $"it has no column {DataException.Quote(column)}, the target of the model" : $"it has no column {DataException.Quote(column)}, the events or queries of the model",
            $"one of its columns is expected: {DataException.List(header)}",
            Suggestions.Nearest(column, header) is { } nearest ? $"Is {DataException.Quote(column)} called {DataException.Quote(nearest)} here? Rename it." : "Add the column, or take a table that has it.");
    }

    /// <summary>Rejects a column whose kind differs from that in the fit of a model.</summary>
    /// <exception cref="DataException">The kind differs.</exception>
    public static void CheckKind(string name, string column, TableColumnKind kind, bool wantsDates, bool isEmpty)
    {
        if (kind != TableColumnKind.Category && (kind == TableColumnKind.Date) == (wantsDates && !isEmpty)) return;
        throw DataException.Create(
            $"{name}, column {DataException.Quote(column)}",
            kind switch { TableColumnKind.Date => "it holds dates", TableColumnKind.Number => "it holds numbers", _ => "it holds texts" },
            $"{(wantsDates ? "dates" : "numbers")} are expected, as in the table that the model was fitted on",
            "Correct the column.");
    }

    /// <summary>For each column the function that computes its features for some rows, ascending, or for all.</summary>
    /// <exception cref="DataException">The kind of a column differs from that in the fit.</exception>
    private IReadOnlyList<Func<int[]?, double[][]>> Columns(int rows)
    {
        var decimalCommas = NumberForm.HasDecimalCommas(
            _readers.Values.OfType<CellColumn>().Select(cells => cells.Form).Concat(_readers.Values.OfType<ColumnBuilder>().Select(cells => cells.Form)));
        return [.. _model.Encoding.Select(encoding => Features(encoding, rows, decimalCommas))];
    }

    private Func<int[]?, double[][]> Features(ColumnEncoding encoding, int rows, bool decimalCommas)
    {
        switch (_readers[encoding.Column])
        {
            case CategoryCells cells:
                return some => encoding.Levels.Count == 2
                    ? [Array.ConvertAll(Some(cells.Codes, some), code => (double)code)]
                    : [.. encoding.Levels.Select((_, level) => Array.ConvertAll(Some(cells.Codes, some), code => code == level ? 1.0 : 0.0))];
            case PlaceCells places:
                return some => Filled(encoding, some?.Length ?? rows, values => ColumnTreatment.Levels(encoding, Some(places.Places, some), values));
            case ColumnBuilder numbers:
                numbers.FileHasDecimalCommas = decimalCommas;
                var stored = numbers.Stored();
                stored.CheckUnit(_name, encoding.Form.Mark);
                return some => [stored.ToTable(some).Values];
            default:
                var reader = (CellColumn)_readers[encoding.Column];
                var column = reader.Decide(isTarget: true, decimalCommas);
                CheckKind(_name, encoding.Column, column.Kind, encoding.Kind == EncodingKind.Date, column.Missing == rows);
                column.CheckUnit(_name, encoding.Form.Mark);
                return some => Filled(encoding, some?.Length ?? rows, values => ColumnTreatment.Numbers(encoding, column.ToTable(some).Values, [.. Enumerable.Range(0, some?.Length ?? rows)], values));
        }
    }

    private static int[] Some(List<int> all, int[]? rows) => rows is null ? [.. all] : [.. all[rows[0]..(rows[^1] + 1)]];

    private static double[][] Filled(ColumnEncoding encoding, int rows, Action<double[][]> fill)
    {
        var values = new double[encoding.Width][];
        for (var k = 0; k < values.Length; k++) values[k] = new double[rows];
        fill(values);
        return values;
    }
}
