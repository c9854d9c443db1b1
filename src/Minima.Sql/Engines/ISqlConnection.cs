using Minima.Writers;

namespace Minima.Sql;

/// <summary>A connection to a database: it answers one query at a time.</summary>
internal interface ISqlConnection : IDisposable
{
    /// <summary>The database, in messages; without passwords.</summary>
    string Name { get; }

    /// <summary>The dialect of its queries.</summary>
    SqlEngine Engine { get; }

    /// <summary>The names of the columns that a query gives, and their types as the engine writes them.</summary>
    IReadOnlyList<(string Name, string Type)> Describe(string query, CancellationToken cancellation);

    /// <summary>Reads the rows of a query, of which memory holds a few at a time. Every column of the query is a text.</summary>
    /// <param name="query">The query.</param>
    /// <param name="reading">Takes the rows, which end with its return.</param>
    /// <param name="cancellation">Ends the query.</param>
    /// <exception cref="DataException">The database refuses the query, or the connection is lost.</exception>
    T Fetch<T>(string query, Func<ISqlRows, T> reading, CancellationToken cancellation);

    /// <summary>Views and tables that are made there end with the connection.</summary>
    bool IsInMemory { get; }

    /// <summary>Keeps what statements have made.</summary>
    void Commit();

    /// <summary>Runs a statement that gives no rows.</summary>
    void Execute(string statement, CancellationToken cancellation);
}
