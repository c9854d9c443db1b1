using System.Globalization;
using Minima.Reals;
using Minima.Writers;
using Xunit;

namespace Minima.Execution.Tests;

/// <summary>Value, slope and curvature of every element loss in one query of derived tables, executed by DuckDB: the numbers of Minima.</summary>
public sealed class QueryTests
{
    public static TheoryData<string> Keys => [.. Case.Entries.Where(entry => entry.IsPoint).Select(entry => entry.Key)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void Value_slope_and_curvature_are_those_of_Minima(string key)
    {
        using var duck = new DuckDb();
        foreach (var loss in Case.Losses.Where(loss => loss.Entry.Key == key))
        {
            var value = Case.Of(loss).First();
            var table = $"(VALUES {string.Join(", ", value.Rows.Select((row, n) => $"({n}, {string.Join(", ", row.Select(Literal))})"))}) AS minima_table(minima_row, {string.Join(", ", value.Columns)})";
            var query = FormulaWriter.WriteQuery(loss, table);
            Assert.DoesNotContain("(SELECT CASE", query, StringComparison.Ordinal);
            double?[] Column(string name) => duck.Run($"SELECT CAST({name} AS DOUBLE PRECISION) FROM ({query}) AS minima_query ORDER BY minima_row");
            var wrong = new List<string> { value.Differences(Column("minima_value")) };
            if (Case.Of(loss).FirstOrDefault(c => c.Input == 0) is { } slope)
            {
                wrong.Add(slope.Differences(Column("minima_derivative")));
                wrong.Add(Curvatures(loss, slope, Column("minima_second_derivative")));
            }

            Assert.True(wrong.TrueForAll(text => text.Length == 0), $"{loss}: {string.Join("\n", wrong.Where(text => text.Length > 0))}\n{query}");
        }
    }

    [Fact]
    public void A_wrong_curvature_is_noticed()
    {
        var loss = Loss.Create("pseudo_huber");
        var slope = Case.Of(loss).First(c => c.Input == 0);
        Assert.NotEqual("", Curvatures(loss, slope, [.. slope.Rows.Select(_ => (double?)0.125)]));
    }

    [Fact]
    public void A_part_that_value_and_slope_share_is_written_once()
    {
        var query = FormulaWriter.WriteQuery(Loss.Create("bce_with_logits"), "t");
        var sigmoid = FormulaWriter.WriteDerivative(Loss.Create("bce_with_logits"), FormulaLanguage.Sql);
        Assert.Contains("exp(", sigmoid, StringComparison.Ordinal);
        Assert.True(Count(query, "exp(") <= 2, query);
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    /// <summary>Differences from the second derivative by duals of duals, where all numbers are of ordinary size.</summary>
    private static string Curvatures(Loss loss, Case slope, double?[] got)
    {
        var symbol = SymbolGraph.Record(loss);
        var wrong = new List<string>();
        for (var n = 0; n < slope.Rows.Length; n++)
        {
            var row = slope.Rows[n];
            if (!(row.Max(Math.Abs) < 1e6) || row.Any(double.IsNaN))
            {
                continue;
            }

            var expected = Answer(symbol, slope.Full(row));
            if (!double.IsFinite(expected) || (got[n] is { } value && Math.Abs(value - expected) <= (1e-8 * Math.Abs(expected)) + (1e-10 * Math.Max(1, Math.Abs(slope.Expected[n])))))
            {
                continue;
            }

            wrong.Add(string.Create(CultureInfo.InvariantCulture, $"curvature at ({string.Join(", ", row)}) {(object?)got[n] ?? "NULL"}, expected {expected}"));
        }

        return string.Join("; ", wrong.Take(6));
    }

    private static double Answer(Symbol symbol, double[] x) => symbol.Evaluate<Jet2<F64>>([.. x.Select((v, i) => new Jet2<F64>(new F64(v), new F64(i == 0 ? 1 : 0), new F64(0)))]).Second.X;

    private static string Literal(double value) => FormattableString.Invariant($"CAST('{(double.IsPositiveInfinity(value) ? "Infinity" : double.IsNegativeInfinity(value) ? "-Infinity" : value.ToString("R", CultureInfo.InvariantCulture))}' AS DOUBLE PRECISION)");
}
