using System.Globalization;
using System.Text.Json.Nodes;

namespace Minima.Training.Data;

/// <summary>
/// All that training rows taught about the columns of a table: how each becomes features, and how these are scaled. It is saved with a model, so
/// that other rows are treated to the last bit as the training rows were.
/// </summary>
/// <remarks>
/// A column of numbers becomes itself; where training rows had missing values, the median of the others stands for a missing one, and a feature of 0
/// and 1 says where. Dates become year, month, day of the week (Monday is 1) and days since the first. Two texts become 0 and 1; more become a feature of
/// 0 and 1 each for up to 50 that are in at least 5 rows, one for all others together, and one for missing. Every feature is then brought to
/// mean 0 and standard deviation 1 (divided by n) over the training rows; one that was constant there is 0 always.
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

    /// <summary>The columns that features are made of, in the order of the table.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The features' names, in their order: <c>age</c>, <c>colour=red</c>, <c>day.month</c>, <c>age=(missing)</c>.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>How many features a row has.</summary>
    public int FeatureCount => FeatureNames.Count;

    /// <summary>What became of the target columns.</summary>
    public IReadOnlyList<TargetTreatment> Targets { get; }

    /// <summary>Texts and numbers that stood for missing values where it was learned, and do so where it is applied.</summary>
    public IReadOnlyList<MissingMark> MissingMarks { get; }

    internal ColumnEncoding[] Encodings { get; }

    /// <summary>For each column the scales of its features.</summary>
    internal FeatureScale[][] Scales { get; }

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="DataException">Something is missing or of another kind; says what.</exception>
    public static TableTreatment FromJson(JsonObject json) => TreatmentJson.Read(json);

    /// <summary>All of it; numbers keep their last bit.</summary>
    public JsonObject ToJson() => TreatmentJson.Write(this);

    /// <summary>Reads a CSV file whose rows are treated as the training rows were: to validate, or to predict. Columns are found by name.</summary>
    /// <remarks>Targets that the file does not have, or that are empty in every row, are left out. Of the options those about targets and splitting play no part.</remarks>
    /// <exception cref="DataException">The file cannot be used as it is; the message names line and column.</exception>
    /// <exception cref="TrainingException">An option is out of range, or the temporary file cannot be written.</exception>
    public CsvData Open(string path, CsvDataOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        return CsvDataBuilder.Treat(TableSource.OfPath(path), this, options ?? new CsvDataOptions(), cancellation);
    }

    /// <summary>As the other one, from an open stream, which is read once and stays open.</summary>
    /// <inheritdoc cref="Open(string, CsvDataOptions, CancellationToken)"/>
    public CsvData Open(Stream stream, string name, CsvDataOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return CsvDataBuilder.Treat(TableSource.OfStream(stream, name, leavesOpen: true), this, options ?? new CsvDataOptions(), cancellation);
    }

    /// <summary>The features of a row whose cells are texts, one for each of <see cref="Columns"/>.</summary>
    /// <remarks>
    /// Numbers are read as they were written where the treatment was learned (decimal commas, points between thousands). A text that no training row
    /// had counts as other, one in a column of two texts is refused.
    /// </remarks>
    /// <exception cref="DataException">A cell is missing or of a kind that the training rows did not have.</exception>
    /// <exception cref="TrainingException">There is another number of cells, or not as much room as features.</exception>
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

    /// <summary>As the other one, and rounds to float.</summary>
    public void Apply(ReadOnlySpan<string> cells, Span<float> features)
    {
        var exact = new double[features.Length];
        Apply(cells, exact);
        for (var i = 0; i < exact.Length; i++) features[i] = (float)exact[i];
    }

    /// <summary>
    /// The features of a row of numbers, one for each of <see cref="Columns"/>; NaN is missing. A date is the days since 1970-01-01, a number in a
    /// column of texts is its text.
    /// </summary>
    /// <exception cref="DataException">A number is missing, or none that the training rows had.</exception>
    /// <exception cref="TrainingException">There is another number of numbers, or not as much room as features.</exception>
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

    /// <summary>A cell; empty where it is a mark of a missing value.</summary>
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
            FormattableString.Invariant($"{value} is {(double.IsFinite(value) ? "no day between the years 1 and 9999" : "not finite")}"),
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
        if (given != Encodings.Length) throw new TrainingException($"A row of {given} cells was given to a treatment of {Encodings.Length} columns; one cell for each of {DataException.List(Columns)} is expected, in this order.");
        if (room != FeatureCount) throw new TrainingException($"Room for {room} features was given to a treatment that makes {FeatureCount}. Give a span of FeatureCount.");
    }
}
