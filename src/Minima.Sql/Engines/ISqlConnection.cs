using Minima.Writers;

namespace Minima.Sql;

/// <summary>A connection to a database, which runs one query at a time.</summary>
internal interface ISqlConnection : IDisposable
{
    /// <summary>The name of the database in messages, without passwords.</summary>
    string Name { get; }

    /// <summary>The dialect of its queries.</summary>
    SqlEngine Engine { get; }

    /// <summary>The names of the columns of a query's result, and their types as the engine writes them.</summary>
    IReadOnlyList<(string Name, string Type)> Describe(string query, CancellationToken cancellation);

    /// <summary>Reads the rows of a query, of which memory holds a few at a time. Every column of the query is text.</summary>
    /// <param name="query">The query.</param>
    /// <param name="reading">Reads the rows, which are valid until it returns.</param>
    /// <param name="cancellation">Cancels the query.</param>
    /// <exception cref="DataException">The database refuses the query, or the connection is lost.</exception>
    T Fetch<T>(string query, Func<ISqlRows, T> reading, CancellationToken cancellation);

    /// <summary>True if views and tables created there disappear with the connection.</summary>
    bool IsInMemory { get; }

    /// <summary>Commits the statements so far.</summary>
    void Commit();

    /// <summary>Runs a statement that returns no rows.</summary>
    void Execute(string statement, CancellationToken cancellation);
}
