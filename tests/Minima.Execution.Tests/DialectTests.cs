using System.Globalization;
using System.Text.Json;
using Minima.Writers;
using Xunit;

namespace Minima.Execution.Tests;

/// <summary>
/// Queries for databases that are not here: a parser of their SQL reads them (sqlglot, by its grammars), and what it makes of them for DuckDB gives the numbers of Minima there. That the databases themselves accept
/// them, and what they do with NaN and overflow, no test here can tell.
/// </summary>
public sealed class DialectTests
{
    /// <summary>Each database, and what the parser calls its SQL.</summary>
    private static readonly Dictionary<SqlEngine, string> Dialects = new()
    {
        [SqlEngine.Citus] = "postgres",
        [SqlEngine.Redshift] = "redshift",
        [SqlEngine.ClickHouse] = "clickhouse",
        [SqlEngine.Spark] = "spark",
        [SqlEngine.BigQuery] = "bigquery",
        [SqlEngine.SqlServer] = "tsql",
    };

    public static TheoryData<SqlEngine> Engines => [.. Dialects.Keys];

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Every_loss_is_parsed_and_right_after_a_translation(SqlEngine engine)
    {
        var keys = Sweep.Sample([.. Case.Entries.Where(entry => entry.IsPoint).Select(entry => entry.Key)], Sweep.Of(0.1, 0.2, 1.0), key => $"{engine} {key}");
        var losses = Case.Losses.Where(loss => keys.Contains(loss.Entry.Key)).ToList();
        var translated = await TranslatedAsync(engine, losses.Select(loss => FormulaWriter.WriteQuery(loss, "samples", engine)));
        using var duck = new DuckDb();
        duck.Run("CREATE MACRO IEEE_DIVIDE(a, b) AS a / b");
        duck.Run("CREATE MACRO toFloat64(a) AS CAST(a AS DOUBLE PRECISION)");
        var wrong = new List<string>();
        foreach (var (loss, query) in losses.Zip(translated))
        {
            var cases = Case.Of(loss).Where(one => one.Input is null or 0).ToList();
            if (engine == SqlEngine.SqlServer)
            {
                int[] ordinary = [.. Enumerable.Range(0, cases[0].Rows.Length).Where(row => cases.TrueForAll(one => one.IsOrdinary(row)))];
                cases = cases.ConvertAll(one => one.Of(ordinary));
            }

            var value = cases[0];
            duck.Run($"CREATE OR REPLACE TABLE samples AS SELECT * FROM (VALUES {string.Join(", ", value.Rows.Select((row, n) => $"({n}, {string.Join(", ", row.Select(Literal))})"))}) AS minima_table(minima_row, {string.Join(", ", value.Columns)})");
            wrong.Add(value.Differences(Column(query, "minima_value")));
            if (cases.Count > 1) wrong.Add(cases[1].Differences(Column(query, "minima_derivative")));
        }

        wrong.RemoveAll(text => text.Length == 0);
        Assert.True(wrong.Count == 0, $"{engine}: {wrong.Count} of {losses.Count}:\n{string.Join('\n', wrong.Take(10))}");

        double?[] Column(string query, string name) => duck.Run($"SELECT CAST({name} AS DOUBLE PRECISION) FROM ({query}) AS minima_query ORDER BY minima_row");
    }

    [Fact]
    public async Task What_is_no_query_is_noticed() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => TranslatedAsync(SqlEngine.BigQuery, ["SELECT CASE WHEN 1 THEN FROM samples"]));

    private static async Task<string[]> TranslatedAsync(SqlEngine engine, IEnumerable<string> queries)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, JsonSerializer.Serialize(queries.Select(sql => new { sql, dialect = Dialects[engine] })), TestContext.Current.CancellationToken);
            return JsonSerializer.Deserialize<string[]>(await Programs.PythonAsync(Path.Combine(AppContext.BaseDirectory, "translate.py"), file))!;
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string Literal(double value) => FormattableString.Invariant($"CAST('{(double.IsPositiveInfinity(value) ? "Infinity" : double.IsNegativeInfinity(value) ? "-Infinity" : value.ToString("R", CultureInfo.InvariantCulture))}' AS DOUBLE PRECISION)");
}
