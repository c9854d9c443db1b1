using System.Globalization;
using Minima.Training.Data;

namespace Minima.Sql.Tests;

/// <summary>Rows that are drawn from files that DuckDB reads: the same rows whatever their order, evenly, copies in proportion.</summary>
public sealed class DrawTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("minima-sql-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Order, parts and threads change neither the rows nor their order.</summary>
    [Fact]
    public void Order_parts_and_threads_change_nothing()
    {
        string[] lines = [.. Enumerable.Range(0, 5000).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i},{Math.Sin(i):r},{(i % 7 == 0 ? "" : "a" + (i % 3))},2024-01-{1 + (i % 28):00}"))];
        const string header = "y,x,c,d";
        var whole = Written("whole.csv", lines.Prepend(header));
        var reversed = Written("reversed.csv", lines.Reverse().Prepend(header));
        string[] parts = [.. Enumerable.Range(0, 3).Select(part => "duckdb:" + Written($"part-{part}.csv", lines.Where((_, i) => i % 3 == part).Prepend(header)))];
        var drawn = Drawn(["duckdb:" + whole], 700, 5);
        Assert.Equal(700, drawn.Length);
        Assert.Equal(700, drawn.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(drawn, Drawn(["duckdb:" + reversed], 700, 5));
        Assert.Equal(drawn, Drawn(parts, 700, 5));
        Assert.Equal(drawn, Drawn([$"duckdb:{whole}?threads=1"], 700, 5));
        var other = Drawn(["duckdb:" + whole], 700, 6);
        Assert.InRange(other.Intersect(drawn, StringComparer.Ordinal).Count(), 50, 150);
        var given = lines.ToHashSet(StringComparer.Ordinal);
        Assert.All(drawn, row => Assert.Contains(row.Replace("\"", "", StringComparison.Ordinal), given));
    }

    /// <summary>Each row is drawn as often as any other: by a chi-square of tenths of the table over many seeds.</summary>
    [Fact]
    public void Rows_are_drawn_evenly()
    {
        var path = Written("even.csv", Enumerable.Range(0, 4000).Select(i => $"{i}").Prepend("y"));
        var counts = new double[10];
        for (var seed = 1UL; seed <= 20; seed++)
        {
            foreach (var row in Drawn(["duckdb:" + path], 400, seed)) counts[int.Parse(row.Trim('"'), CultureInfo.InvariantCulture) / 400]++;
        }

        // Nine degrees of freedom: above 33.7 once in 10 000 draws; the seeds are fixed.
        Assert.InRange(counts.Sum(count => (count - 800) * (count - 800) / 800), 0, 33.7);
    }

    /// <summary>Two kinds of rows, one with nine of ten: a draw by a hash alone would take all of one kind. A third of the rows stands once.</summary>
    [Fact]
    public void Copies_are_drawn_in_proportion()
    {
        var path = Written("copies.csv", Enumerable.Range(0, 30_000).Select(i => i % 3 == 2 ? $"{i},2" : i % 10 == 0 ? "0,1" : "0,0").Prepend("x,y"));
        var drawn = Drawn(["duckdb:" + path], 3000, 9).Select(row => row.Replace("\"", "", StringComparison.Ordinal)).ToArray();
        Assert.Equal(3000, drawn.Length);
        Assert.InRange(drawn.Count(row => row == "0,1"), 199, 201 + 40);
        Assert.InRange(drawn.Count(row => row == "0,0"), 1700, 1900);
        Assert.InRange(drawn.Count(row => row.EndsWith(",2", StringComparison.Ordinal)), 900, 1100);
    }

    [Fact]
    public void Fewer_rows_are_all_drawn_and_those_without_a_target_are_not()
    {
        var path = Written("few.csv", ["x,y", "1,2", "1,2", "3,", "5,NA", "7,8"]);
        Assert.Equal(["\"1\",\"2\"", "\"1\",\"2\"", "\"7\",\"8\""], Drawn(["duckdb:" + path], 100, 1).Order(StringComparer.Ordinal));
        using var source = SqlSource.Open("duckdb:" + path);
        Assert.DoesNotContain(source.Draw("y").Notes, note => note.English.Contains("drawn", StringComparison.Ordinal));
        Assert.Contains("3 rows of the source have a target; 2 of them", string.Join(' ', source.Draw("y", 2).Notes.Select(note => note.English)), StringComparison.Ordinal);
        Assert.Throws<DataException>(() => source.Draw("z"));
        Assert.Throws<ArgumentOutOfRangeException>(() => source.Draw("y", 0));
        var empty = Written("empty.csv", ["x,y", "1,"]);
        using var none = SqlSource.Open("duckdb:" + empty);
        Assert.Contains("no row", Assert.Throws<DataException>(() => none.Draw("y")).Message, StringComparison.Ordinal);
    }

    /// <summary>The advice on drawn rows is that on a file of these rows.</summary>
    [Fact]
    public void What_is_drawn_is_a_table_like_any_other()
    {
        using var source = SqlSource.Open("duckdb:" + Path.Combine(AppContext.BaseDirectory, "data", "diabetes.csv"));
        var table = source.Draw("progression", 300, 2);
        var direct = Table.FromFile(Written("drawn.csv", Cells(table).Prepend(string.Join(',', source.Columns))), "progression");
        var (ours, theirs) = (Comparison.Run(table, new() { Losses = ["huber"], Folds = 3, Repeats = 1 }), Comparison.Run(direct, new() { Losses = ["huber"], Folds = 3, Repeats = 1 }));
        Assert.Equal(theirs.Rows.Select(row => row.Mean(theirs.Metric)), ours.Rows.Select(row => row.Mean(ours.Metric)));
        Assert.Equal(300, ours.Data.RowsUsed);
    }

    internal static string[] Drawn(string[] addresses, int rows, ulong seed)
    {
        using var source = SqlSource.Open(addresses[0], shards: addresses[1..]);
        return Cells(source.Draw("y", rows, seed));
    }

    private static string[] Cells(Table table)
    {
        using var reader = new StreamReader(table.Open().Parts.Single().Open());
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)];
    }

    private string Written(string name, IEnumerable<string> lines)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllLines(path, lines);
        return path;
    }
}
