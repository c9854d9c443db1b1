namespace Minima.Training.Data;

/// <summary>Reads a stored column row by row; fast for consecutive rows. Each thread needs its own.</summary>
internal sealed class ColumnCursor(StoredColumn column, int blockLength)
{
    private readonly double[] _values = new double[column.Kind == TableColumnKind.Category ? 0 : blockLength];
    private readonly int[] _codes = new int[column.Kind == TableColumnKind.Category ? blockLength : 0];
    private int _block = -1;

    /// <summary>The number of a row, or the days of its date; NaN if missing.</summary>
    public double Value(int row)
    {
        Load(row / blockLength);
        return _values[row % blockLength];
    }

    /// <summary>The index of a row's text among the levels, or a negative code as in <see cref="StoredColumn.Codes"/>.</summary>
    public int Code(int row)
    {
        Load(row / blockLength);
        return _codes[row % blockLength];
    }

    /// <summary>The number of a row, the days of its date, or the index of its text; NaN if there is none.</summary>
    public double Cell(int row) => column.Kind != TableColumnKind.Category ? Value(row) : Code(row) is >= 0 and var code ? code : double.NaN;

    public bool IsMissing(int row) => column.Kind == TableColumnKind.Category ? Code(row) == StoredColumn.MissingText : double.IsNaN(Value(row));

    private void Load(int block)
    {
        if (block == _block) return;
        if (column.Kind == TableColumnKind.Category) column.CopyCodes(block, _codes);
        else column.CopyValues(block, _values);
        _block = block;
    }
}
