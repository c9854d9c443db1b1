using System.Globalization;
using System.Text.Json.Nodes;

namespace Minima.Training.Data;

/// <summary>
/// The preprocessing of a table learned from training rows: the encoding of each column as features, and their scales. It is saved with a model, so that other rows
/// are treated exactly as the training rows were.
/// </summary>
/// <remarks>
/// A numeric column becomes one feature. If training rows had missing values, the median of the others replaces a missing one, and an indicator feature of 0 and 1
/// is added. Dates become year, month, day of the week (Monday is 1) and days since the first. Two texts become 0 and 1. More become a feature of 0 and 1 each
/// for up to 50 that are in at least 5 rows, one for all others together, and one for missing. Every feature is then scaled to mean 0 and standard deviation 1
/// (divided by n) over the training rows; one that was constant there is always 0.
/// </remarks>
public sealed class TableTreatment
{
    internal TableTreatment(ColumnEncoding[] encodings, FeatureScale[][] scales, TargetTreatment[] targets, IReadOnlyList<MissingMark> marks)
    {
        Encodings = encodings;
        Scales = scales;
        Targets = targets;
        MissingMarks = marks;
        Columns = Array.ConvertAll(encodings, encoding => encoding.Column);
        FeatureNames = [.. encodings.SelectMany(encoding => encoding.Features)];
    }

    /// <summary>The columns used for features, in the order of the table.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The features' names, in their order: <c>age</c>, <c>colour=red</c>, <c>day.month</c>, <c>age=(missing)</c>.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>The number of features of a row.</summary>
    public int FeatureCount => FeatureNames.Count;

    /// <summary>The treatment of the target columns.</summary>
    public IReadOnlyList<TargetTreatment> Targets { get; }

    /// <summary>Texts and numbers that represented missing values in the training data, and do so when the treatment is applied.</summary>
    public IReadOnlyList<MissingMark> MissingMarks { get; }

    internal ColumnEncoding[] Encodings { get; }

    /// <summary>The scales of each column's features.</summary>
    internal FeatureScale[][] Scales { get; }

    /// <summary>Reads a result of <see cref="ToJson"/>.</summary>
    /// <exception cref="DataException">A field is missing or of another kind; the message names it.</exception>
    public static TableTreatment FromJson(JsonObject json) => TreatmentJson.Read(json);

    /// <summary>The treatment as JSON, every number exact.</summary>
    public JsonObject ToJson() => TreatmentJson.Write(this);

    /// <summary>Reads a CSV file and treats its rows like the training rows, for validation or prediction. Columns are matched by name.</summary>
    /// <remarks>Targets that the file does not have, or that are empty in every row, are left out. Options about targets and splitting have no effect.</remarks>
    /// <exception cref="DataException">The file cannot be used as it is; the message names line and column.</exception>
    /// <exception cref="TrainingException">An option is out of range, or the temporary file cannot be written.</exception>
    public CsvData Open(string path, CsvDataOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        return CsvDataBuilder.Treat(TableSource.OfPath(path), this, options ?? new CsvDataOptions(), cancellation);
    }

    /// <summary>Reads an open stream, which is read once and stays open.</summary>
    /// <inheritdoc cref="Open(string, CsvDataOptions, CancellationToken)"/>
    public CsvData Open(Stream stream, string name, CsvDataOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return CsvDataBuilder.Treat(TableSource.OfStream(stream, name, leavesOpen: true), this, options ?? new CsvDataOptions(), cancellation);
    }

    /// <summary>The features of a row whose cells are texts, one for each of <see cref="Columns"/>.</summary>
    /// <remarks>
    /// Numbers are read in the form of the training data (decimal commas, points between thousands). A text that no training row had counts as other; in a column of two
    /// texts it is refused.
    /// </remarks>
    /// <exception cref="DataException">A cell is missing or of a kind that the training rows did not have.</exception>
    /// <exception cref="TrainingException">The number of cells differs, or there is not enough room for the features.</exception>
    public void Apply(ReadOnlySpan<string> cells, Span<double> features)
    {
        CheckRow(cells.Length, features.Length);
        var next = 0;
        for (var j = 0; j < Encodings.Length; j++)
        {
            var encoding = Encodings[j];
            var cell = Known(encoding, cells[j].AsSpan().Trim());
            next = encoding.Kind is EncodingKind.Number or EncodingKind.Date
                ? Number(j, ReadNumber(encoding, cell), features, next)
                : Text(j, CellPlace.Of(encoding, cell), cell, features, next);
        }
    }

    /// <summary>The features of a row whose cells are texts, rounded to float.</summary>
    public void Apply(ReadOnlySpan<string> cells, Span<float> features)
    {
        var exact = new double[features.Length];
        Apply(cells, exact);
        for (var i = 0; i < exact.Length; i++) features[i] = (float)exact[i];
    }

    /// <summary>
    /// The features of a row of numbers, one for each of <see cref="Columns"/>; NaN is missing. A date is given as days since 1970-01-01; a number in a column of texts
    /// represents its text.
    /// </summary>
    /// <exception cref="DataException">A number is missing, or is a text that the training rows did not have.</exception>
    /// <exception cref="TrainingException">The count of numbers differs, or there is not enough room for the features.</exception>
    public void Apply(ReadOnlySpan<double> numbers, Span<double> features)
    {
        CheckRow(numbers.Length, features.Length);
        var next = 0;
        for (var j = 0; j < Encodings.Length; j++)
        {
            var encoding = Encodings[j];
            var text = double.IsNaN(numbers[j]) ? "" : Known(encoding, numbers[j].ToString("R", CultureInfo.InvariantCulture));
            if (encoding.Kind is EncodingKind.Number or EncodingKind.Date)
            {
                var number = text.IsEmpty ? double.NaN : numbers[j];
                CheckRange(encoding, number);
                next = Number(j, number, features, next);
                continue;
            }

            next = Text(j, CellPlace.Of(encoding, text), text, features, next);
        }
    }

    /// <summary>A cell; empty if it is a mark of a missing value.</summary>
    private ReadOnlySpan<char> Known(ColumnEncoding encoding, ReadOnlySpan<char> cell) => MissingMarks.Count > 0 && MarkedCells.IsMarked(MissingMarks, encoding.Column, cell) ? [] : cell;

    private static double ReadNumber(ColumnEncoding encoding, ReadOnlySpan<char> cell)
    {
        if (CellParser.IsMissing(cell)) return double.NaN;
        if (encoding.Kind == EncodingKind.Date ? CellParser.Date(cell, out var value) : encoding.Form.Read(cell, out value)) return value;
        if (encoding.Kind == EncodingKind.Number && encoding.Form.IsOtherUnit(cell, out var mark)) throw MarkedNumber.OtherUnit($"column {DataException.Quote(encoding.Column)}", encoding.Form.Mark, mark);
        throw DataException.Create(
            $"column {DataException.Quote(encoding.Column)}",
            $"{DataException.Quote(cell.ToString())} is not a {(encoding.Kind == EncodingKind.Date ? "date" : "number")}",
            $"a {(encoding.Kind == EncodingKind.Date ? "date" : "number")} is expected, as in the table that the treatment was learned from",
            "Correct the value, or make it empty if it is missing.");
    }

    private static void CheckRange(ColumnEncoding encoding, double value)
    {
        if (double.IsNaN(value) || (double.IsFinite(value) && (encoding.Kind != EncodingKind.Date || TreatmentJson.IsDay(value)))) return;
        throw DataException.Create(
            $"column {DataException.Quote(encoding.Column)}",
            FormattableString.Invariant($"{value} is {(double.IsFinite(value) ? "not a day between the years 1 and 9999" : "not finite")}"),
            encoding.Kind == EncodingKind.Date ? "days since 1970-01-01 are expected" : "a finite number is expected",
            "Correct the value, or give NaN if it is missing.");
    }

    private int Number(int column, double value, Span<double> features, int next)
    {
        var encoding = Encodings[column];
        if (double.IsNaN(value) && encoding.Fill is null) throw CellPlace.Missing($"column {DataException.Quote(encoding.Column)}");
        var made = Row(encoding);
        ColumnTreatment.Numbers(encoding, [value], [0], made);
        return Scaled(column, made, features, next);
    }

    private int Text(int column, int place, ReadOnlySpan<char> text, Span<double> features, int next)
    {
        var encoding = Encodings[column];
        CellPlace.Check(encoding, place, text, $"column {DataException.Quote(encoding.Column)}");
        var made = Row(encoding);
        ColumnTreatment.Levels(encoding, [place], made);
        return Scaled(column, made, features, next);
    }

    private static double[][] Row(ColumnEncoding encoding)
    {
        var row = new double[encoding.Width][];
        for (var k = 0; k < row.Length; k++) row[k] = new double[1];
        return row;
    }

    private int Scaled(int column, double[][] made, Span<double> features, int next)
    {
        for (var k = 0; k < made.Length; k++) features[next++] = Scales[column][k].Apply(made[k][0]);
        return next;
    }

    private void CheckRow(int given, int room)
    {
        if (given != Encodings.Length) throw new TrainingException($"The row has {given} cells, but the treatment has {Encodings.Length} columns. Give one cell for each of {DataException.List(Columns)}, in this order.");
        if (room != FeatureCount) throw new TrainingException($"The span has room for {room} features, but the treatment makes {FeatureCount}. Give a span of length FeatureCount.");
    }
}
