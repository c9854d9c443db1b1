using Minima.Trees;

namespace Minima.Tabular;

/// <summary>Columns of a table as trees read them, stored in a temporary file: the rows that have a target.</summary>
/// <param name="columns">The columns.</param>
/// <param name="blockLength">The rows of a block of the columns.</param>
/// <param name="used">The rows that have a target; null if all have.</param>
internal sealed class StoredTreeCells(IReadOnlyList<StoredColumn> columns, int blockLength, RowSet? used) : StoredCells
{
    public override void Read(int column, int first, Span<double> cells)
    {
        var cursor = new ColumnCursor(columns[column], blockLength);
        for (var i = 0; i < cells.Length; i++) cells[i] = cursor.Cell(used?[first + i] ?? first + i);
    }
}
