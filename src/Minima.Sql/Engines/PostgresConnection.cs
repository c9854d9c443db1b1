using Minima.Writers;
using Npgsql;

namespace Minima.Sql;

/// <summary>A connection to PostgreSQL, or to a server with its protocol. All queries see one snapshot: they run in one repeatable-read transaction, read-only unless predictions are saved.</summary>
internal sealed class PostgresConnection : ISqlConnection
{
    private const string Savepoint = "minima_step";

    private readonly NpgsqlConnection _connection;

    /// <param name="name">The name in messages, without a password.</param>
    /// <param name="settings">The server and the user.</param>
    /// <param name="writes">True to create views and tables there; they persist after <see cref="Commit"/>.</param>
    /// <exception cref="DataException">The server is unreachable or refuses.</exception>
    public PostgresConnection(string name, NpgsqlConnectionStringBuilder settings, bool writes)
    {
        Name = name;
        _connection = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            _connection.Open();

            // A scan starts at the beginning of the table, even if another session scans it too; numbers have all digits, and dates start with the year.
            Run("SET TIME ZONE 'UTC'; SET DateStyle TO ISO; SET extra_float_digits TO 1; SELECT set_config(name, 'off', false) FROM pg_settings WHERE name = 'synchronize_seqscans'");
            Run("BEGIN ISOLATION LEVEL REPEATABLE READ READ " + (writes ? "WRITE" : "ONLY"));
        }
        catch (PostgresException refusal) when (refusal.SqlState is PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification)
        {
            _connection.Dispose();
            throw DataException.CreateForFile(name, $"the server refuses the user ({refusal.MessageText})", "a user and a password that the server accepts are expected", "Give the user in the address, and the password in PGPASSWORD or in PostgreSQL's password file.");
        }
        catch (PostgresException refusal)
        {
            _connection.Dispose();
            throw DataException.CreateForFile(name, $"the server refuses the connection ({refusal.MessageText})", "a database that the user may read is expected", "Check the address.");
        }
        catch (Exception problem) when (problem is NpgsqlException or TimeoutException or IOException or System.Net.Sockets.SocketException)
        {
            _connection.Dispose();
            throw DataException.CreateForFile(name, $"no connection is made ({Why(problem)})", "a server of PostgreSQL is expected there", "Check host and port, and that the server runs.");
        }
    }

    public string Name { get; }

    public SqlEngine Engine => SqlEngine.PostgreSql;

    public IReadOnlyList<(string Name, string Type)> Describe(string query, CancellationToken cancellation) => Answer($"{query} LIMIT 0", reader =>
        (IReadOnlyList<(string, string)>)[.. Enumerable.Range(0, reader.FieldCount).Select(i => (reader.GetName(i), reader.GetDataTypeName(i)))], cancellation);

    public T Fetch<T>(string query, Func<ISqlRows, T> reading, CancellationToken cancellation) => Answer(query, reader => reading(new PostgresRows(reader, cancellation)), cancellation);

    public bool IsInMemory => false;

    public void Commit() => Run("COMMIT; BEGIN ISOLATION LEVEL REPEATABLE READ READ WRITE");

    public void Execute(string statement, CancellationToken cancellation) => Answer(statement, _ => 0, cancellation);

    public void Dispose() => _connection.Dispose();

    /// <summary>Runs a query. One that fails rolls back to the savepoint before it, so that the snapshot survives.</summary>
    private T Answer<T>(string query, Func<NpgsqlDataReader, T> read, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            using var command = _connection.CreateCommand();
            command.CommandTimeout = 0;
            command.CommandText = $"SAVEPOINT {Savepoint}; {query}; RELEASE SAVEPOINT {Savepoint}";
            try
            {
                using (cancellation.Register(command.Cancel))
                using (var reader = command.ExecuteReader())
                {
                    return read(reader);
                }
            }
            catch (PostgresException refusal) when (!EndsConnection(refusal))
            {
                Run($"ROLLBACK TO SAVEPOINT {Savepoint}; RELEASE SAVEPOINT {Savepoint}");
                cancellation.ThrowIfCancellationRequested();
                if (IsOverflow(refusal)) throw new SqlOverflowException(refusal.MessageText, refusal);
                throw DataException.Create(Name, $"PostgreSQL refuses the query ({refusal.MessageText})", "a table or a query that PostgreSQL can read is expected", "Check the name of the table, the columns and their types.");
            }
        }
        catch (Exception problem) when (problem is NpgsqlException or TimeoutException or IOException or System.Net.Sockets.SocketException || (problem is InvalidOperationException && _connection.State != System.Data.ConnectionState.Open))
        {
            cancellation.ThrowIfCancellationRequested();
            throw DataException.CreateForFile(Name, $"the connection is lost ({Why(problem)})", "a server that runs until the end is expected", "Start it again, then the command.");
        }
    }

    private static bool IsOverflow(PostgresException refusal) => refusal.SqlState is PostgresErrorCodes.NumericValueOutOfRange or PostgresErrorCodes.DivisionByZero or PostgresErrorCodes.InvalidArgumentForLogarithm or PostgresErrorCodes.InvalidArgumentForPowerFunction;

    /// <summary>True if the server ends this connection, or has lost one to another server (class 08).</summary>
    private static bool EndsConnection(PostgresException refusal) => refusal.InvariantSeverity != "ERROR" || refusal.SqlState.StartsWith("08", StringComparison.Ordinal);

    private void Run(string statement)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = statement;
        command.ExecuteNonQuery();
    }

    private static string Why(Exception problem) => (problem.InnerException ?? problem).Message.Split('\n')[0].Trim().TrimEnd('.');
}
