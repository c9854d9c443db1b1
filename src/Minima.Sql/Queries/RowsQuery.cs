namespace Minima.Sql;

/// <summary>All rows of a source as cells of a table, in the order in which its parts hold them.</summary>
internal static class RowsQuery
{
    /// <param name="shards">The parts.</param>
    /// <param name="wanted">What is read of each column.</param>
    /// <param name="counted">Hears now and then of the number of rows that were read; null for nobody.</param>
    /// <param name="reading">Takes the rows of each part.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static void Read(IReadOnlyList<SqlShard> shards, WantedCells[] wanted, Action<long>? counted, Action<ITableRows> reading, CancellationToken cancellation)
    {
        var columns = shards[0].Columns;
        int[] read = [.. Enumerable.Range(0, columns.Count).Where(j => wanted[j] != WantedCells.None)];
        var before = 0;
        foreach (var shard in shards)
        {
            bool[] isNumber = [.. columns.Select(column => shard.KindOf(column) == TableColumnKind.Number)];
            string[] cells = [.. read.Select(j => wanted[j] == WantedCells.Numbers && shard.HoldsDoubles(columns[j]) ? $"CAST({SqlText.Column(columns[j])} AS DOUBLE PRECISION)" : CellOf(columns[j], shard.KindOf(columns[j])))];

            // Rows are there also where no column is wanted.
            var query = $"SELECT {string.Join(", ", cells.DefaultIfEmpty("CAST(NULL AS VARCHAR)"))} FROM {shard.Source}";
            shard.ReadInOrder(query, found =>
            {
                var rows = new PartRows(found, read, isNumber, before, counted);
                reading(rows);
                before = rows.Line;
            }, cancellation);
        }
    }

    /// <summary>A cell as a file has it: numbers with all their digits, dates with the year first.</summary>
    private static string CellOf(string column, TableColumnKind kind) => kind == TableColumnKind.Date ? $"CAST(CAST({SqlText.Column(column)} AS TIMESTAMP) AS VARCHAR)" : $"CAST({SqlText.Column(column)} AS VARCHAR)";
}
