namespace Minima.Sql;

/// <summary>Reads all rows of a source as cells of a table, in the order in which its parts hold them.</summary>
internal static class RowsQuery
{
    /// <param name="shards">The parts.</param>
    /// <param name="wanted">The use of each column.</param>
    /// <param name="counted">Receives the number of rows read now and then; null for no reports.</param>
    /// <param name="reading">Reads the rows of each part.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public static void Read(IReadOnlyList<SqlShard> shards, WantedCells[] wanted, Action<long>? counted, Action<ITableRows> reading, CancellationToken cancellation)
    {
        var columns = shards[0].Columns;
        int[] read = [.. Enumerable.Range(0, columns.Count).Where(j => wanted[j] != WantedCells.None)];
        var before = 0;
        foreach (var shard in shards)
        {
            bool[] isNumber = [.. columns.Select(column => shard.KindOf(column) == TableColumnKind.Number)];
            string[] cells = [.. read.Select(j => wanted[j] == WantedCells.Numbers && shard.HoldsDoubles(columns[j]) ? $"CAST({SqlText.Column(columns[j])} AS DOUBLE PRECISION)" : CellOf(columns[j], shard.KindOf(columns[j])))];

            // If no column is wanted, there are rows all the same.
            var query = $"SELECT {string.Join(", ", cells.DefaultIfEmpty("CAST(NULL AS VARCHAR)"))} FROM {shard.Source}";
            shard.ReadInOrder(query, found =>
            {
                var rows = new PartRows(found, read, isNumber, before, counted);
                reading(rows);
                before = rows.Line;
            }, cancellation);
        }
    }

    /// <summary>A cell as in a file: numbers with all their digits, dates starting with the year.</summary>
    private static string CellOf(string column, TableColumnKind kind) => kind == TableColumnKind.Date ? $"CAST(CAST({SqlText.Column(column)} AS TIMESTAMP) AS VARCHAR)" : $"CAST({SqlText.Column(column)} AS VARCHAR)";
}
