namespace Minima.Sql;

/// <summary>The rows of a query, each cell a text.</summary>
internal interface ISqlRows : ITableRows
{
    /// <summary>The cell is NULL, and its text is empty.</summary>
    bool IsNull(int index);
}
