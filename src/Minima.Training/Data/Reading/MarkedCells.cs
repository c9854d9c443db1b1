namespace Minima.Training.Data;

/// <summary>Passes on the cells of a column; those that are a <see cref="MissingMark"/> as empty ones.</summary>
internal sealed class MarkedCells : ICellReader
{
    private readonly ICellReader _reader;
    private readonly MissingMark[] _marks;
    private readonly double?[] _numbers;
    private readonly int[] _counts;

    private MarkedCells(ICellReader reader, MissingMark[] marks)
    {
        (_reader, _marks) = (reader, marks);
        _numbers = Array.ConvertAll(marks, mark => NumberOf(mark.Text));
        _counts = new int[marks.Length];
    }

    public bool TakesNumbers => _reader.TakesNumbers;

    /// <summary>Wraps the readers of columns so that they see the marks of a source as empty cells.</summary>
    /// <exception cref="DataException">A mark names a column that the source does not have.</exception>
    public static ICellReader?[] Of(ICellReader?[] readers, string[] header, TableSource source)
    {
        if (source.MissingMarks.Count + source.LearnedMarks.Count == 0) return readers;
        var own = source.MissingMarks.Select(mark => mark.Column is { } column ? mark with { Column = header[CsvFile.Find(header, column, source.Name, "--missing")] } : mark);
        MissingMark[] all = [.. own.Concat(source.LearnedMarks).Distinct()];
        return [.. readers.Select((reader, j) => reader is not null && Array.FindAll(all, mark => mark.Column is null || mark.Column == header[j]) is { Length: > 0 } here ? new MarkedCells(reader, here) : reader)];
    }

    /// <summary>Counts the cells that were marks of a source, to report marks that no cell has.</summary>
    public static void Note(ICellReader?[] readers, TableSource source)
    {
        if (source.MissingMarks.Count == 0) return;
        var marked = readers.OfType<MarkedCells>().ToArray();
        var counts = source.MissingMarks.Select(mark => (Mark: mark.ToString(), Count: marked.Sum(cells => cells.Count(mark)))).ToArray();
        source.Note(new(
            $"Read as missing, as asked: {string.Join(", ", counts.Select(pair => $"{DataException.Quote(pair.Mark)} in {pair.Count} {(pair.Count == 1 ? "cell" : "cells")}"))}.",
            $"按要求视为缺失：{string.Join("，", counts.Select(pair => $"{Localized.Quote(pair.Mark).Chinese} {pair.Count} 个单元格"))}。"));
    }

    /// <summary>True if the cell of a column is one of some marks.</summary>
    public static bool IsMarked(IReadOnlyList<MissingMark> marks, string column, ReadOnlySpan<char> cell)
    {
        foreach (var mark in marks)
        {
            if ((mark.Column is null || mark.Column == column) && Is(cell, mark.Text, NumberOf(mark.Text))) return true;
        }

        return false;
    }

    public void Begin(string file) => _reader.Begin(file);

    public void LeaveOut(string file, string name) => _reader.LeaveOut(file, name);

    public void Add(ReadOnlySpan<char> cell, int line)
    {
        var text = cell.Trim();
        for (var i = 0; i < _marks.Length; i++)
        {
            if (!Is(text, _marks[i].Text, _numbers[i])) continue;
            _counts[i]++;
            _reader.Add([], line);
            return;
        }

        _reader.Add(cell, line);
    }

    public void AddNumber(double value)
    {
        var i = Array.IndexOf(_numbers, value);
        if (i < 0)
        {
            _reader.AddNumber(value);
            return;
        }

        _counts[i]++;
        _reader.Add([], 0);
    }

    private int Count(MissingMark mark)
    {
        var i = Array.FindIndex(_marks, own => own.Text == mark.Text && (own.Column is null) == (mark.Column is null) && (mark.Column is null || own.Column == mark.Column.Trim()));
        return i < 0 ? 0 : _counts[i];
    }

    private static bool Is(ReadOnlySpan<char> cell, string mark, double? number) =>
        cell.Equals(mark, StringComparison.OrdinalIgnoreCase) || (number is { } value && CellParser.Number(cell, out var parsed) && parsed == value);

    private static double? NumberOf(string text) => CellParser.Number(text, out var value) ? value : null;
}
