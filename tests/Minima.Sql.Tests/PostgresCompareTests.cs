using System.Globalization;

namespace Minima.Sql.Tests;

/// <summary>Comparisons of losses on tables of PostgreSQL: in each fold the fits and the scores of the same rows in memory, and those of DuckDB where both databases deal alike.</summary>
public sealed class PostgresCompareTests(Clusters clusters) : IClassFixture<Clusters>, IDisposable
{
    private static readonly string Data = Path.Combine(AppContext.BaseDirectory, "data");

    private readonly string _folder = Directory.CreateTempSubdirectory("minima-sql-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>A number, two numbers and two texts as target, with rows dealt by a column of groups and by all columns.</summary>
    [Theory]
    [InlineData("progression", "patient", "poisson_nll", 150)]
    [InlineData("progression", null, "poisson_nll", 150)]
    [InlineData("is_malignant", "patient", "squared_hinge", 1)]
    [InlineData("is_malignant", null, "squared_hinge", 1)]
    [InlineData("finding", "patient", "exponential", 1)]
    public void Losses_are_compared_as_in_memory(string target, string? group, string loss, double size)
    {
        var path = Written(target, group is not null);
        Load(0, "compared", path);
        using var source = SqlSource.Open(clusters.Address(0, "compared"));
        var result = source.Compare(target, new() { Losses = [loss], Folds = 3, Seed = 7 }, new() { Group = group, Task = size > 1 ? PredictionTask.Regression : null });
        var rows = result.Rows.Where(row => row.Kind != RowKind.Constant).ToArray();
        Assert.Equal(2, rows.Length);
        Assert.All(rows, row => Assert.NotEmpty(row.Metrics));
        var folds = new HashFolds(path, _folder);
        Assert.All(rows, row => Assert.Equal("", folds.Differences(result, row, target, group, size)));
    }

    /// <summary>The task is found from the different values of the target.</summary>
    [Theory]
    [InlineData("progression", PredictionTask.Regression)]
    [InlineData("is_malignant", PredictionTask.Binary)]
    [InlineData("finding", PredictionTask.Binary)]
    public void Both_databases_and_two_servers_compare_alike(string target, PredictionTask task)
    {
        var path = Written(target, grouped: true);
        Load(0, "compared", path);
        for (var shard = 0; shard < 2; shard++)
        {
            var odd = shard;
            Load(shard, "compared_half", path, row => row % 2 == odd);
        }

        var (duck, whole, halves) = (Of("duckdb:" + path), Of(clusters.Address(0, "compared")), Of(clusters.Address(0, "compared_half"), clusters.Address(1, "compared_half")));
        Assert.Equal(task, whole.Task.Task);
        Assert.Equal(Numbers(duck).Keys, Numbers(whole).Keys);
        Assert.All(Numbers(whole), number => Assert.Equal(Numbers(duck)[number.Key], number.Value, 1e-9 * Math.Max(1, Math.Abs(number.Value))));

        // Of two parts no one knows the order of all rows.
        bool IsOfOrder(string key) => !key.StartsWith("constant", StringComparison.Ordinal) && (key.Contains(", auc", StringComparison.Ordinal) || key.Contains(", average-precision", StringComparison.Ordinal));
        var known = Numbers(whole);
        Assert.Equal(known.Keys, Numbers(halves).Keys);
        Assert.All(Numbers(halves), number => Assert.Equal(IsOfOrder(number.Key) ? double.NaN : known[number.Key], number.Value));

        ComparisonResult Of(params string[] parts)
        {
            using var source = SqlSource.Open(parts[0], shards: parts[1..]);
            return source.Compare(target, new() { Losses = [task == PredictionTask.Binary ? "exponential" : "huber"], Folds = 2 }, new() { Group = "patient" });
        }
    }

    /// <summary>More different numbers than decide the task: those of the lowest hashes are looked at.</summary>
    [Fact]
    public void A_target_of_many_numbers_is_compared()
    {
        clusters.Execute(0, "DROP TABLE IF EXISTS many; CREATE TABLE many AS SELECT i % 997 AS x, 0.25 * i + (i * i) % 7 AS y, i % 500 AS g FROM generate_series(1, 12000) AS i");
        using var source = SqlSource.Open(clusters.Address(0, "many"));
        var result = source.Compare("y", new() { Losses = ["huber"], Folds = 2 }, new() { Group = "g" });
        Assert.Equal(12000, result.Folds.Folds.Sum(fold => fold.Test));
    }

    /// <summary>Each metric of each row in each fold.</summary>
    private static Dictionary<string, double> Numbers(ComparisonResult result) => result.Rows
        .SelectMany(row => row.Metrics.SelectMany(value => value.ByFold.Select((number, fold) => (Key: $"{row.Name}, {value.Metric.Key}, fold {fold}", Number: number ?? double.NaN))))
        .OrderBy(number => number.Key, StringComparer.Ordinal).ToDictionary(number => number.Key, number => number.Number, StringComparer.Ordinal);

    /// <summary>A few columns of a bundled table with a target, and before them one of groups where rows are dealt by it.</summary>
    private string Written(string target, bool grouped)
    {
        var (name, taken) = target == "progression" ? ("diabetes", (int[])[2, 3, 10]) : ("breast-cancer", [1, 4, 8, 30]);
        var path = Path.Combine(_folder, target + ".csv");
        File.WriteAllLines(path, File.ReadAllLines(Path.Combine(Data, name + ".csv")).Select((line, i) =>
        {
            string[] cells = [.. taken.Select(column => line.Split(',')[column])];
            if (i == 0) cells[^1] = target;
            else if (target == "finding") cells[^1] = cells[^1] == "1" ? "benign" : "malignant";
            return string.Join(',', grouped ? cells.Prepend(i == 0 ? "patient" : string.Create(CultureInfo.InvariantCulture, $"p{i / 3}")) : cells);
        }));
        return path;
    }

    private void Load(int cluster, string table, string path, Func<int, bool>? takes = null) => clusters.Load(cluster, table, path, takes, ("patient", "text"), ("finding", "varchar(20)"));
}
