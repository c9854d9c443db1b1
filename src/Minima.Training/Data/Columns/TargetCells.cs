using System.Globalization;

namespace Minima.Training.Data;

/// <summary>A target column of a stored table: its treatment, and the number or label of each row.</summary>
internal sealed class TargetCells
{
    private readonly ColumnCursor _cells;
    private readonly bool _isText;
    private readonly int[] _labelOf;
    private readonly double[] _numbers;

    private TargetCells(TargetTreatment treatment, ColumnCursor cells, bool isText, int[] labelOf, double[] numbers)
    {
        Treatment = treatment;
        _cells = cells;
        _isText = isText;
        _labelOf = labelOf;
        _numbers = numbers;
    }

    public TargetTreatment Treatment { get; private set; }

    public bool IsMissing(int row) => _cells.IsMissing(row);

    /// <summary>The number of a row as in the file, or its label.</summary>
    public double Value(int row) => Treatment.Form == TargetForm.Numbers ? _cells.Value(row)
        : _isText ? _labelOf[_cells.Code(row)]
        : _labelOf[Array.BinarySearch(_numbers, _cells.Value(row))];

    /// <summary>The number of a row as the network must predict it, or its label.</summary>
    public double Treated(int row) => Treatment.Standardize(Value(row));

    /// <summary>Learns mean and standard deviation of the training rows.</summary>
    public void Standardize(RowBits training)
    {
        if (Treatment.Form != TargetForm.Numbers) return;
        var scaling = new FeatureScaling();
        Span<double> one = stackalloc double[1];
        do
        {
            for (var row = 0; row < training.Rows; row++)
            {
                if (!training[row]) continue;
                one[0] = _cells.Value(row);
                scaling.Add(one);
            }
        }
        while (scaling.NextPass());
        Treatment = Treatment with { Scale = scaling.Scale };
    }

    /// <summary>Decides on the form of a target column.</summary>
    /// <exception cref="DataException">The column does not have the requested form; the message gives the place.</exception>
    public static TargetCells Of(string file, StoredColumn column, BlockList<int> lines, RowBits used, CsvDataOptions options, int blockLength)
    {
        var who = $"{file}, target {DataException.Quote(column.Name)}";
        var cells = new ColumnCursor(column, blockLength);
        if (column.Kind == TableColumnKind.Date) throw DataException.Create(who, "it holds dates", "numbers or classes are expected", "Name another column as the target.");
        var isText = column.Kind == TableColumnKind.Category;
        if (isText && options.Form == TargetForm.Numbers) throw NotANumber();
        var numbers = isText ? [] : Distinct(cells, used, CellColumn.MostLevels);
        if (!isText && numbers is [var only]) throw Single(only.ToString(CultureInfo.InvariantCulture));
        if (!isText && options is { Form: TargetForm.Automatic, PositiveClass: null } or { Form: TargetForm.Numbers })
            return new TargetCells(new TargetTreatment(column.Name, TargetForm.Numbers, []) { Cells = column.Form }, cells, false, [], []);
        if (numbers.Length > CellColumn.MostLevels)
        {
            throw DataException.Create(
                who, $"it holds more than {CellColumn.MostLevels} different numbers", $"at most {CellColumn.MostLevels} classes are expected", "Use the numbers as they are (Form = Numbers), or name another target.");
        }

        string[] classes = isText ? column.Levels : Array.ConvertAll(numbers, number => number.ToString(CultureInfo.InvariantCulture));
        if (classes is [var one]) throw Single(one);
        var labels = Enumerable.Range(0, classes.Length).ToArray();
        var form = options.Form == TargetForm.TwoClasses || options.PositiveClass is not null ? TargetForm.TwoClasses : TargetForm.Classes;
        if (form == TargetForm.TwoClasses)
        {
            if (classes.Length != 2) throw DataException.Create(who, $"it holds {classes.Length} classes ({DataException.List(classes)})", "two classes are expected", "Set Form to Classes, or make the target one class against the rest.");
            var positive = options.PositiveClass is { } wanted ? Array.IndexOf(classes, wanted) : 1;
            if (positive < 0) throw DataException.Create($"PositiveClass {DataException.Quote(options.PositiveClass!)}", $"{who} has no such class", $"one of its classes is expected: {DataException.List(classes)}", "Choose one of these.");
            if (positive == 0) (labels, classes) = ([1, 0], [classes[1], classes[0]]);
        }

        return new TargetCells(new TargetTreatment(column.Name, form, classes) { Cells = column.Form }, cells, isText, labels, numbers);

        DataException NotANumber()
        {
            var row = 0;
            while (!used[row] || cells.Code(row) < 0 || CellParser.Number(column.Levels[cells.Code(row)], out _)) row++;
            return DataException.Create(
                $"{file}, line {lines[row]}, target {DataException.Quote(column.Name)}",
                $"{DataException.Quote(column.Levels[cells.Code(row)])} is not a number",
                "numbers are expected (Form = Numbers)",
                "Correct the value, or use the texts as classes (Form = Classes).");
        }

        DataException Single(string value) => DataException.Create(who, $"it is {DataException.Quote(value)} in every row", "a target that varies is expected", "Name another target, or give rows with other values.");
    }

    /// <summary>The targets of later rows, by the learned treatment.</summary>
    public static TargetCells Of(TargetTreatment treatment, StoredColumn column, int blockLength)
    {
        var cells = new ColumnCursor(column, blockLength);
        return new TargetCells(treatment, cells, column.Kind == TableColumnKind.Category, [.. Enumerable.Range(0, treatment.Classes.Count)], []);
    }

    /// <summary>The distinct numbers in ascending order; at most one more than <paramref name="most"/>.</summary>
    private static double[] Distinct(ColumnCursor cells, RowBits used, int most)
    {
        var distinct = new HashSet<double>();
        for (var row = 0; row < used.Rows && distinct.Count <= most; row++)
        {
            if (used[row]) distinct.Add(cells.Value(row));
        }

        return [.. distinct.Order()];
    }
}
