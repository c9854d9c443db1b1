namespace Minima.Writers;

/// <summary>
/// A database that runs the queries of <see cref="FormulaWriter.WriteQuery"/>. Tests execute the queries for DuckDB and PostgreSQL. They parse those for
/// the others and execute them only after a translation to DuckDB's SQL.
/// </summary>
public enum SqlEngine
{
    /// <summary>DuckDB.</summary>
    DuckDb,

    /// <summary>PostgreSQL. Its planner inlines the columns of a derived table at each use, which expands a thousand characters to twenty thousand: OFFSET 0 keeps each level separate.</summary>
    PostgreSql,

    /// <summary>Citus, which is PostgreSQL over several servers.</summary>
    Citus,

    /// <summary>Amazon Redshift.</summary>
    Redshift,

    /// <summary>ClickHouse.</summary>
    ClickHouse,

    /// <summary>Spark SQL, and Databricks.</summary>
    Spark,

    /// <summary>Google BigQuery.</summary>
    BigQuery,

    /// <summary>Microsoft SQL Server (T-SQL). It has neither NaN nor infinity: NULL and the largest number replace them, and SQL Server reports an error if an intermediate number overflows.</summary>
    SqlServer,
}
