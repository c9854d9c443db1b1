namespace Minima.Sql;

/// <summary>Reads whole query results into memory.</summary>
internal static class SqlAnswers
{
    /// <summary>The rows of a query as texts; null for NULL. Every column of the query is text.</summary>
    /// <param name="connection">The database.</param>
    /// <param name="query">The query.</param>
    /// <param name="cancellation">Cancels the query.</param>
    /// <exception cref="DataException">The database refuses the query, or the connection is lost.</exception>
    public static IReadOnlyList<string?[]> Query(this ISqlConnection connection, string query, CancellationToken cancellation) => connection.Fetch(query, rows =>
    {
        var all = new List<string?[]>();
        while (rows.Read())
        {
            var row = new string?[rows.Count];
            for (var j = 0; j < row.Length; j++) row[j] = rows.IsNull(j) ? null : rows[j].ToString();
            all.Add(row);
        }

        return all;
    }, cancellation);
}
