namespace Minima.Tabular;

/// <summary>Reads the columns that a model needs, by their names and in any order; other columns are not looked at.</summary>
internal sealed class PredictTable
{
    private readonly LinearModel _model;
    private readonly string _name;
    private readonly Dictionary<string, ICellReader> _readers = new(StringComparer.Ordinal);

    private PredictTable(LinearModel model, string name)
    {
        _model = model;
        _name = name;
    }

    /// <summary>The features of the model, one array each, and how many rows there are.</summary>
    public static (double[][] Features, int Rows) Read(LinearModel model, Table table, CancellationToken cancellation)
    {
        var reader = new PredictTable(model, table.Name);
        var rows = CsvFile.Read(table.Open(), reader.Choose, _ => { }, CsvReader.Limit, cancellation);
        return (reader.Features(), rows);
    }

    private ICellReader?[] Choose(string[] header, IReadOnlyList<string> notes)
    {
        string[] missing = [.. _model.Encoding.Select(encoding => encoding.Column).Where(column => !header.Contains(column, StringComparer.Ordinal))];
        if (missing.Length > 0)
        {
            var nearest = Suggestions.Nearest(missing[0], header);
            throw DataException.Create(
                _name,
                $"it has no {(missing.Length == 1 ? "column" : "columns")} {DataException.List(missing)}",
                $"the model was fitted on {DataException.List([.. _model.Encoding.Select(encoding => encoding.Column)])}, and {DataException.List(header)} {(header.Length == 1 ? "is" : "are")} here",
                nearest is null ? "Add what is missing; the order does not matter." : $"Is {DataException.Quote(missing[0])} called {DataException.Quote(nearest)} here? Rename it.");
        }

        foreach (var encoding in _model.Encoding)
        {
            _readers[encoding.Column] = encoding switch
            {
                { Kind: EncodingKind.Number, Fill: null } => new ColumnBuilder(_name, encoding.Column, isTarget: false),
                { Kind: EncodingKind.Number or EncodingKind.Date } => new CellColumn(_name, encoding.Column) { Words = CsvReader.Words },
                { Kind: EncodingKind.Category } => new PlaceCells(encoding),
                _ => new CategoryCells(_name, encoding),
            };
        }

        return [.. header.Select(column => _readers.GetValueOrDefault(column))];
    }

    private double[][] Features()
    {
        var decimalCommas = NumberForm.HasDecimalCommas(
            _readers.Values.OfType<CellColumn>().Select(cells => cells.Form).Concat(_readers.Values.OfType<ColumnBuilder>().Select(cells => cells.Form)));
        var features = new List<double[]>();
        foreach (var encoding in _model.Encoding)
        {
            switch (_readers[encoding.Column])
            {
                case CategoryCells cells when encoding.Levels.Count == 2:
                    features.Add([.. cells.Codes.Select(code => (double)code)]);
                    break;
                case CategoryCells cells:
                    for (var level = 0; level < encoding.Levels.Count; level++)
                    {
                        var code = level;
                        features.Add([.. cells.Codes.Select(here => here == code ? 1.0 : 0.0)]);
                    }

                    break;
                case PlaceCells places:
                    features.AddRange(Filled(encoding, places.Places.Count, values => ColumnTreatment.Levels(encoding, places.Places.ToArray(), values)));
                    break;
                case CellColumn cells:
                    var column = cells.Finish(isTarget: true, decimalCommas);
                    if (column.Kind == TableColumnKind.Category || (column.Kind == TableColumnKind.Date) != (encoding.Kind == EncodingKind.Date && column.Missing < cells.Rows))
                    {
                        throw DataException.Create(
                            $"{_name}, column {DataException.Quote(encoding.Column)}",
                            column.Kind switch { TableColumnKind.Date => "it holds dates", TableColumnKind.Number => "it holds numbers", _ => "it holds texts" },
                            $"{(encoding.Kind == EncodingKind.Date ? "dates" : "numbers")} are expected, as in the table that the model was fitted on",
                            "Correct the column.");
                    }

                    int[] rows = [.. Enumerable.Range(0, cells.Rows)];
                    features.AddRange(Filled(encoding, rows.Length, values => ColumnTreatment.Numbers(encoding, column.Values, rows, values)));
                    break;
                case ColumnBuilder numbers:
                    numbers.FileHasDecimalCommas = decimalCommas;
                    features.Add(numbers.Numbers());
                    break;
            }
        }

        return [.. features];
    }

    private static double[][] Filled(ColumnEncoding encoding, int rows, Action<double[][]> fill)
    {
        var values = new double[encoding.Width][];
        for (var k = 0; k < values.Length; k++) values[k] = new double[rows];
        fill(values);
        return values;
    }
}
