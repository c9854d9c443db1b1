namespace Minima.Writers;

/// <summary>A database that runs the queries of <see cref="FormulaWriter.WriteQuery"/>. Tests execute those for DuckDB and PostgreSQL; those for the others they parse, and execute only after a translation to DuckDB's SQL.</summary>
public enum SqlEngine
{
    /// <summary>DuckDB.</summary>
    DuckDb,

    /// <summary>PostgreSQL. Its planner copies the columns of a derived table to wherever they are used, which makes a text of a thousand characters one of twenty thousand: OFFSET 0 keeps each level apart.</summary>
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

    /// <summary>Microsoft SQL Server (T-SQL). It has neither NaN nor infinity: NULL and the largest number stand for them, and SQL Server reports an error if a number on the way overflows.</summary>
    SqlServer,
}
