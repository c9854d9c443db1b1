using Minima.Cli.Tests;
using Minima.Training.Data;

namespace Minima.Sql.Tests;

/// <summary>A budget of memory is kept, as the kernel counts it, by commands on Parquet that take more without one.</summary>
public sealed class SourceMemoryTests : IDisposable
{
    private const long Budget = 384L << 20;

    private readonly string _folder = Directory.CreateTempSubdirectory("minima-memory-").FullName;

    public SourceMemoryTests()
    {
        using var duck = new DuckDbConnection("test", null, []);
        var columns = string.Join(", ", Enumerable.Range(0, 8).Select(j => $"(hash(range * 8 + {j}) >> 40)::DOUBLE / 16777216 AS x{j}"));
        duck.Execute($"COPY (SELECT {columns}, CASE range % 4 WHEN 0 THEN 'north' WHEN 1 THEN 'south' WHEN 2 THEN 'east' END AS town, (hash(-range) >> 40)::DOUBLE / 16777216 + range % 4 AS y FROM range(1500000)) TO '{_folder}/rows.parquet' (FORMAT parquet)", CancellationToken.None);
    }

    private string Parquet => $"duckdb:{_folder}/rows.parquet";

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SlowFact]
    public void Boosting_keeps_its_budget()
    {
        string[] words = ["boost", "--from", Parquet, "--target", "y", "--loss", "mse", "--rounds", "2", "--threads", "2"];
        var free = MemoryPeak.Of(words);
        Assert.True(free.Bytes > Budget + (Budget / 10), $"boost took {free.Bytes >> 20} MB without a budget");
        var kept = MemoryPeak.Of([.. words, "--memory", "384MB"]);
        Assert.True(kept.Bytes <= Budget, $"boost took {kept.Bytes >> 20} MB of {Budget >> 20} MB\n{kept.Error}");
        Assert.Contains("MB of memory at the peak, of 384 MB", kept.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(384, "train", "--loss", "huber:delta=2", "--epochs", "1", "--batch", "4096", "--hidden", "8")]
    [InlineData(640, "compare", "--loss", "mse", "--loss", "pseudo_huber:delta=2", "--folds", "2")]
    public void Other_commands_keep_theirs(int megabytes, params string[] words)
    {
        // A comparison asks dozens of queries.
        string[] some = words[0] == "compare" ? ["--sql", $"SELECT x0, x1, y FROM '{_folder}/rows.parquet' LIMIT 300000"] : [];
        var kept = MemoryPeak.Of([words[0], "--from", Parquet, .. some, "--target", "y", .. words[1..], "--memory", FormattableString.Invariant($"{megabytes}MB")]);
        Assert.True(kept.Bytes <= (long)megabytes << 20, $"{words[0]} took {kept.Bytes >> 20} MB of {megabytes} MB\n{kept.Error}");
    }

    /// <summary>DuckDB groups the different values of the target, and a refusal names what it lacks.</summary>
    [Fact]
    public void A_limit_that_DuckDB_exceeds_is_named()
    {
        using var source = SqlSource.Open(Parquet, memory: 40 << 20);
        var refusal = Assert.Throws<DataException>(() => source.Compare("y", new() { Losses = ["mse"], Folds = 2 }));
        Assert.Contains("the work of DuckDB exceeds its memory", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Give more --memory", refusal.Message, StringComparison.Ordinal);
    }
}
