namespace Minima.Training.Data;

/// <summary>Reads the cells of a target column with classes known from a treatment.</summary>
internal sealed class ClassCells(string file, TargetTreatment target, SpillStore store, int block) : ICellReader
{
    private readonly BlockList<int> _labels = new(store, block);
    private int _missing;
    private string _file = file;

    /// <summary>The resulting column.</summary>
    public StoredColumn Column => new(target.Column, TableColumnKind.Category, null, _labels, [.. Enumerable.Range(0, target.Classes.Count)], [.. target.Classes], _missing, Localized.Nothing);

    public void Begin(string file) => _file = file;

    public void Add(ReadOnlySpan<char> cell, int line)
    {
        var text = cell.Trim();
        if (target.Read(text, out var label))
        {
            _labels.Add((int)label);
        }
        else if (CellParser.IsMissing(text))
        {
            _missing++;
            _labels.Add(StoredColumn.MissingText);
        }
        else
        {
            var nearest = Suggestions.Nearest(text.ToString(), target.Classes);
            throw DataException.Create(
                $"{_file}, line {line}, target {DataException.Quote(target.Column)}",
                $"{DataException.Quote(text.ToString())} is a class that the training rows did not have",
                $"one of these is expected: {DataException.List(target.Classes)}",
                nearest is null ? "Correct the value, or remove the row." : $"Did you mean {DataException.Quote(nearest)}?");
        }
    }
}
