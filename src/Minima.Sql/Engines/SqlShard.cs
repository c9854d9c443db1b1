using Minima.Writers;

namespace Minima.Sql;

/// <summary>A part of a source: a connection, and the text after FROM.</summary>
internal sealed class SqlShard : IDisposable
{
    private readonly ISqlConnection _connection;
    private readonly Dictionary<string, string> _types;
    private readonly bool _isPart;

    /// <param name="connection">The connection, which this part owns.</param>
    /// <param name="source">A table, a function that reads files, or a query in parentheses.</param>
    public SqlShard(ISqlConnection connection, string source)
    {
        (_connection, Source) = (connection, $"{source} AS minima_source");
        var columns = connection.Describe($"SELECT * FROM {Source}", CancellationToken.None);
        Columns = [.. columns.Select(column => column.Name)];
        if (Columns.GroupBy(column => column, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw DataException.Create(Name, $"two columns are named {DataException.Quote(twice.Key)}", "a name of its own for each column is expected", "Rename one with AS in --sql.");
        _types = columns.ToDictionary(column => column.Name, column => column.Type, StringComparer.Ordinal);
    }

    private SqlShard(SqlShard whole, string condition)
    {
        (_connection, _types, _isPart, Columns) = (whole._connection, whole._types, true, whole.Columns);
        Source = $"(SELECT * FROM {whole.Source} WHERE {condition}) AS minima_source";
    }

    public string Name => _connection.Name;

    public SqlEngine Engine => _connection.Engine;

    /// <summary>The text after FROM in queries.</summary>
    public string Source { get; }

    /// <summary>The end of a derived table, which keeps a planner from copying its columns.</summary>
    public string Fence => SqlSyntax.Of(Engine).Fence;

    public IReadOnlyList<string> Columns { get; }

    /// <summary>True if views and tables created there disappear with the connection.</summary>
    public bool IsInMemory => _connection.IsInMemory;

    /// <summary>The rows that fulfil a condition, over the same connection, which the whole owns.</summary>
    public SqlShard Part(string condition) => new(this, condition);

    /// <summary>The name of a table or a view, in PostgreSQL with its schema if one is given.</summary>
    public string Quoted(string name) => string.Join('.', (Engine == SqlEngine.PostgreSql ? name.Split('.') : [name]).Select(part => $"\"{part.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));

    /// <summary>Runs a statement that returns no rows.</summary>
    public void Execute(string statement, CancellationToken cancellation) => _connection.Execute(statement, cancellation);

    /// <summary>Commits the statements so far.</summary>
    public void Commit() => _connection.Commit();

    public TableColumnKind KindOf(string column) => SqlTypes.KindOf(_types[column]);

    /// <summary>True if a cast of the column to a double gives the same number as its text.</summary>
    public bool HoldsDoubles(string column) => SqlTypes.FitsDouble(_types[column]);

    /// <summary>Queries all parts at the same time; the answers are in the order of the parts. Null if arithmetic overflows in one of them.</summary>
    public static IReadOnlyList<IReadOnlyList<string?[]>>? AskAll(IReadOnlyList<SqlShard> shards, Func<SqlShard, string> query, CancellationToken cancellation)
    {
        try
        {
            if (shards.Count == 1) return [shards[0]._connection.Query(query(shards[0]), cancellation)];
            var answers = new IReadOnlyList<string?[]>[shards.Count];
            Parallel.For(0, shards.Count, new ParallelOptions { MaxDegreeOfParallelism = shards.Count }, i => answers[i] = shards[i]._connection.Query(query(shards[i]), cancellation));
            return answers;
        }
        catch (AggregateException problems) when (problems.InnerExceptions.FirstOrDefault(inner => inner is not SqlOverflowException) is { } problem)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(problem);
            throw;
        }
        catch (AggregateException)
        {
            return null;
        }
        catch (SqlOverflowException)
        {
            return null;
        }
    }

    /// <summary>Reads rows in the order in which the part holds them.</summary>
    /// <exception cref="DataException">The database refuses the query, or the connection is lost.</exception>
    public void ReadInOrder(string query, Action<ISqlRows> reading, CancellationToken cancellation)
    {
        // Parallel workers of PostgreSQL send rows out of order; DuckDB keeps the order.
        if (Engine == SqlEngine.PostgreSql) Execute("SET max_parallel_workers_per_gather TO 0", cancellation);
        try
        {
            _connection.Fetch(query, rows =>
            {
                reading(rows);
                return true;
            }, cancellation);
        }
        catch (SqlOverflowException problem)
        {
            throw DataException.Create(Name, $"PostgreSQL refuses the query ({problem.Message})", "a table or a query that PostgreSQL can read is expected", "Check the name of the table, the columns and their types.");
        }

        if (Engine == SqlEngine.PostgreSql) Execute("SET max_parallel_workers_per_gather TO DEFAULT", cancellation);
    }

    public void Dispose()
    {
        if (!_isPart) _connection.Dispose();
    }
}
