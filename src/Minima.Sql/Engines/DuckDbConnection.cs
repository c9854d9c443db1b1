using System.Runtime.InteropServices;
using Minima.Writers;

namespace Minima.Sql;

/// <summary>DuckDB within this process.</summary>
internal sealed unsafe class DuckDbConnection : ISqlConnection
{
    private nint _database;
    private nint _connection;

    /// <param name="name">The name in messages.</param>
    /// <param name="path">A DuckDB file; null for a database in memory.</param>
    /// <param name="settings">DuckDB settings by name: threads, memory_limit.</param>
    /// <param name="writes">True to create views and tables there; otherwise it is opened read-only.</param>
    public DuckDbConnection(string name, string? path, IEnumerable<(string Name, string Value)> settings, bool writes = false)
    {
        (Name, IsInMemory) = (name, path is null);
        DuckDbLibrary.Version();
        nint config;
        if (DuckDbLibrary.CreateConfig(&config) != 0) throw new InvalidOperationException("DuckDB made no configuration: out of memory");
        try
        {
            if (path is not null && !writes) DuckDbLibrary.SetConfig(config, "access_mode", "READ_ONLY");
            foreach (var (setting, value) in settings)
            {
                if (DuckDbLibrary.SetConfig(config, setting, value) != 0)
                    throw DataException.Create($"{name}, {setting}", $"it is {DataException.Quote(value)}", "a value that DuckDB accepts for this setting is expected", "Correct it, or leave it out.");
            }

            nint error;
            fixed (nint* database = &_database, connection = &_connection)
            {
                if (DuckDbLibrary.Open(path, database, config, &error) != 0)
                {
                    var why = Marshal.PtrToStringUTF8(error) ?? "";
                    DuckDbLibrary.Free(error);
                    throw DataException.CreateForFile(name, $"DuckDB does not open it ({FirstLine(why)})", "a database of DuckDB is expected", "Check the path; close programs that write to the file.");
                }

                if (DuckDbLibrary.Connect(_database, connection) != 0) throw new InvalidOperationException("DuckDB made no connection: out of memory");
            }
        }
        finally
        {
            DuckDbLibrary.DestroyConfig(&config);
        }
    }

    public string Name { get; }

    public SqlEngine Engine => SqlEngine.DuckDb;

    public IReadOnlyList<(string Name, string Type)> Describe(string query, CancellationToken cancellation) =>
        [.. this.Query($"DESCRIBE {query}", cancellation).Select(row => (row[0]!, row[1]!))];

    public T Fetch<T>(string query, Func<ISqlRows, T> reading, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var connection = _connection;
        nint statement;
        DuckDbLibrary.Result result = default;
        using var interruption = cancellation.Register(() => DuckDbLibrary.Interrupt(connection));
        try
        {
            if (DuckDbLibrary.Prepare(connection, query, &statement) != 0) throw ErrorOf(DuckDbLibrary.PrepareError(statement), cancellation);
            if (DuckDbLibrary.ExecuteStreaming(statement, &result) != 0) throw ErrorOf(DuckDbLibrary.Error(&result), cancellation);
            using var rows = new DuckDbRows(result, error => ErrorOf((byte*)error, cancellation), cancellation);
            return reading(rows);
        }
        finally
        {
            DuckDbLibrary.Destroy(&result);
            DuckDbLibrary.DestroyPrepare(&statement);
        }
    }

    public bool IsInMemory { get; }

    /// <summary>Does nothing: each statement is a transaction of its own.</summary>
    public void Commit()
    {
    }

    public void Execute(string statement, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var connection = _connection;
        DuckDbLibrary.Result result;
        using var interruption = cancellation.Register(() => DuckDbLibrary.Interrupt(connection));
        try
        {
            if (DuckDbLibrary.Query(connection, statement, &result) != 0) throw ErrorOf(DuckDbLibrary.Error(&result), cancellation);
        }
        finally
        {
            DuckDbLibrary.Destroy(&result);
        }
    }

    public void Dispose()
    {
        fixed (nint* database = &_database, connection = &_connection)
        {
            if (_connection != 0) DuckDbLibrary.Disconnect(connection);
            if (_database != 0) DuckDbLibrary.Close(database);
        }
    }

    private DataException ErrorOf(byte* error, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var why = FirstLine(Marshal.PtrToStringUTF8((nint)error) ?? "");
        if (why.StartsWith("Out of Memory", StringComparison.Ordinal)) return DataException.Create(Name, $"the work of DuckDB exceeds its memory ({why})", "a limit that holds it is expected", "Give more --memory, or one thread with ?threads=1.");
        return DataException.Create(
            Name, $"DuckDB refuses the query ({why})", "a source that DuckDB can read is expected", "Check the path, the columns and their types.");
    }

    private static string FirstLine(string text) => text.Split('\n')[0].Trim();
}
