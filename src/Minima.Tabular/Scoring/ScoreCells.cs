namespace Minima.Tabular;

/// <summary>The cells of a target, read by the treatment of a model; missing ones are NaN.</summary>
internal sealed class ScoreCells(string file, TargetTreatment target) : ICellReader
{
    private readonly CellColumn _numbers = new(file, target.Column) { IsNeeded = true, RefusesTextsAmongNumbers = true, Words = CsvReader.Words };
    private readonly List<double> _classes = [];
    private string _file = file;

    public void Begin(string file)
    {
        _file = file;
        _numbers.Begin(file);
    }

    public void Add(ReadOnlySpan<char> cell, int line)
    {
        if (target.Form == TargetForm.Numbers)
        {
            _numbers.Add(cell, line);
            return;
        }

        var text = cell.Trim();
        if (target.Read(text, out var label)) _classes.Add(label);
        else if (CellParser.IsMissing(text)) _classes.Add(double.NaN);
        else throw DataException.Create(
            $"{_file}, line {line}, target {DataException.Quote(target.Column)}",
            $"the model has not seen the class {DataException.Quote(text.ToString())}",
            $"one of its classes is expected: {DataException.List(target.Classes)}",
            "Correct the value, or leave the row out.");
    }

    /// <summary>One number for each row.</summary>
    /// <exception cref="DataException">A target of numbers holds another kind of value, or numbers in another unit.</exception>
    public double[] Values()
    {
        if (target.Form != TargetForm.Numbers) return [.. _classes];
        var column = _numbers.Decide(isTarget: true, NumberForm.HasDecimalCommas([_numbers.Form]));
        column.CheckUnit(_file, target.Cells.Mark);
        return column.Kind == TableColumnKind.Number
            ? column.ToTable().Values
            : throw DataException.Create($"{_file}, target {DataException.Quote(target.Column)}", column.Kind == TableColumnKind.Date ? "it holds dates" : "it holds texts", "numbers are expected, as in the table that the model was fitted on", "Correct the column.");
    }
}
