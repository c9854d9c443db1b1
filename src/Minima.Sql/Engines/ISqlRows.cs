namespace Minima.Sql;

/// <summary>The rows of a query, each cell as text.</summary>
internal interface ISqlRows : ITableRows
{
    /// <summary>True if the cell is NULL; its text is then empty.</summary>
    bool IsNull(int index);
}
