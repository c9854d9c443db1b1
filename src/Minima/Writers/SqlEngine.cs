namespace Minima.Writers;

/// <summary>A database that runs the queries of <see cref="FormulaWriter.WriteQuery"/>.</summary>
public enum SqlEngine
{
    /// <summary>DuckDB.</summary>
    DuckDb,

    /// <summary>PostgreSQL. Its planner copies the columns of a derived table to wherever they are used, which makes a text of a thousand characters one of twenty thousand: OFFSET 0 keeps each level apart.</summary>
    PostgreSql,
}
