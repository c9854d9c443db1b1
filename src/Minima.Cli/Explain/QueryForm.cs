using Minima.Cli.Terminal;
using Minima.Writers;

namespace Minima.Cli.Explain;

/// <summary>A loss as a query of a database, by the words of the command line.</summary>
internal static class QueryForm
{
    /// <summary>The default table of a query.</summary>
    public const string UsualTable = "samples";

    /// <summary>Each word, its database, the database's name, and a flag if tests execute its queries.</summary>
    private static readonly IReadOnlyList<(string Word, SqlEngine Engine, string Name, bool IsExecuted)> All =
    [
        ("duckdb", SqlEngine.DuckDb, "DuckDB", true),
        ("postgres", SqlEngine.PostgreSql, "PostgreSQL", true),
        ("citus", SqlEngine.Citus, "Citus", false),
        ("redshift", SqlEngine.Redshift, "Redshift", false),
        ("clickhouse", SqlEngine.ClickHouse, "ClickHouse", false),
        ("spark", SqlEngine.Spark, "Spark SQL", false),
        ("bigquery", SqlEngine.BigQuery, "BigQuery", false),
        ("sqlserver", SqlEngine.SqlServer, "SQL Server", false),
    ];

    public static IReadOnlyList<string> Words { get; } = [.. All.Select(one => one.Word)];

    /// <summary>The query, after comments that describe its columns and how far it is tested.</summary>
    /// <exception cref="NotSupportedException">The loss is not a formula over the elements of its inputs, or nests too deeply.</exception>
    public static string Write(Loss loss, string word, string? table, Tongue tongue)
    {
        var (_, engine, name, isExecuted) = All.First(one => one.Word == word);
        var query = FormulaWriter.WriteQuery(loss, table ?? UsualTable, engine);
        var known = isExecuted
            ? tongue.Say($"{name}: such queries are executed in tests.", $"{name}：测试中执行过此类查询。")
            : tongue.Say($"{name}: tests parse such queries and execute them after a translation to DuckDB's SQL; none was executed in {name}.", $"{name}：测试对此类查询作语法解析，并译成 DuckDB 的 SQL 执行；未曾在 {name} 中执行。");
        var columns = string.Join(", ", loss.Entry.Inputs.Select(input => input.Name));
        return $"-- {known}\n-- {tongue.Say($"Columns of the table, those that the loss reads: {columns}. Added: minima_value, minima_derivative, minima_second_derivative.", $"表中损失所读取的列：{columns}。新增列：minima_value、minima_derivative、minima_second_derivative。")}\n{query}";
    }
}
