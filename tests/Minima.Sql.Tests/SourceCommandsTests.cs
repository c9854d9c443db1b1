using Minima.Cli.Tests.Train;

namespace Minima.Sql.Tests;

/// <summary><c>minima boost</c>, <c>train</c> and <c>resume</c> on Parquet as a user calls them.</summary>
public sealed class SourceCommandsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("minima-sql-").FullName;

    public SourceCommandsTests() => MixedColumns.Write(_folder, 3000);

    private string Csv => Path.Combine(_folder, "rows.csv");

    private string Parquet => $"duckdb:{_folder}/rows.parquet";

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData]
    [InlineData("--memory", "400MB")]
    public async Task Boosted_trees_are_saved_with_the_bytes_of_those_on_a_file(params string[] memory)
    {
        string[] common = ["--target", "y", "--loss", "huber:delta=3", "--rounds", "5", "--ignore", "i", .. memory];
        await CliRun.Good(["boost", Csv, .. common, "--save", Path.Combine(_folder, "file.json")]);
        var run = await CliRun.Good(["boost", "--from", Parquet, .. common, "--save", Path.Combine(_folder, "source.json")]);
        Assert.Equal(File.ReadAllBytes(Path.Combine(_folder, "file.json")), File.ReadAllBytes(Path.Combine(_folder, "source.json")));
        if (memory.Length > 0) Assert.Contains("MB of memory at the peak, of 400 MB", run.Error, StringComparison.Ordinal);
        var halves = await CliRun.Good(["boost", "--from", $"duckdb:{_folder}/half-0.parquet", "--shard", $"duckdb:{_folder}/half-1.parquet", .. common, "--json"]);
        Assert.Equal(File.ReadAllText(Path.Combine(_folder, "file.json")).TrimEnd(), halves.Output.TrimEnd());
    }

    [Fact]
    public async Task A_network_is_that_of_a_file_and_is_resumed()
    {
        string[] common = ["--target", "y", "--loss", "huber:delta=3", "--hidden", "4", "--ignore", "i", "--threads", "1"];
        await CliRun.Good(["train", Csv, .. common, "--epochs", "3", "--save", Path.Combine(_folder, "file")]);
        await CliRun.Good(["train", "--from", Parquet, .. common, "--epochs", "3", "--save", Path.Combine(_folder, "source")]);
        Assert.Equal(Weights("file"), Weights("source"));
        var run = Path.Combine(_folder, "run");
        await CliRun.Good(["train", "--from", Parquet, .. common, "--epochs", "2", "--checkpoints", run]);
        await CliRun.Good("resume", run, "--epochs", "3", "--save", Path.Combine(_folder, "resumed"));
        Assert.Equal(Weights("source").Length, Weights("resumed").Length);

        // Rows that were replaced meanwhile are noticed by the facts of their columns.
        File.Copy(Path.Combine(_folder, "half-0.parquet"), Path.Combine(_folder, "rows.parquet"), overwrite: true);
        var changed = await CliRun.Of("resume", run, "--epochs", "4");
        Assert.Contains("its contents have changed since the training began", changed.Error, StringComparison.Ordinal);

        byte[] Weights(string name) => File.ReadAllBytes(Path.Combine(_folder, name + ".safetensors"));
    }

    [Theory]
    [InlineData(2, "both a file ('data.csv') and --from are given", "boost", "data.csv", "--from", "duckdb:data.parquet", "--target", "y")]
    [InlineData(2, "both --data diabetes and --from are given", "boost", "--data", "diabetes", "--from", "duckdb:data.parquet", "--target", "y")]
    [InlineData(2, "boost: --from needs --target COLUMN", "boost", "--from", "duckdb:data.parquet")]
    [InlineData(2, "boost: --sql is given without --from", "boost", "--sql", "SELECT 1", "--target", "y")]
    [InlineData(2, "each worker reads files of its own", "boost", "--from", "duckdb:data.parquet", "--target", "y", "--workers", "2", "--engine", "xgboost")]
    [InlineData(2, "both a file ('data.csv') and --from are given", "train", "data.csv", "--from", "duckdb:data.parquet", "--target", "y")]
    [InlineData(2, "no table is given; name a file, or a source with --from", "train", "--target", "y")]
    [InlineData(4, "DuckDB refuses the query", "boost", "--from", "duckdb:no-such-file.parquet", "--target", "y")]
    [InlineData(4, "DuckDB refuses the query", "train", "--from", "duckdb:no-such-file.parquet", "--target", "y")]
    [InlineData(5, "no connection is made", "boost", "--from", "postgres://ann:hush@127.0.0.1:1/none?table=t", "--target", "y")]
    public async Task What_does_not_go_is_refused(int code, string expected, params string[] words)
    {
        var run = await CliRun.Of(words);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", run.Error, StringComparison.Ordinal);
        Assert.Equal(code, run.Code);
    }

    /// <summary>Messages of every kind have their Chinese.</summary>
    [Fact]
    public async Task Refusals_speak_chinese()
    {
        var query = $"SELECT *, [1, 2] AS pair FROM '{_folder}/rows.parquet'";
        var run = await CliRun.Of("boost", "--from", "duckdb:", "--sql", query, "--target", "pair", "--language", "zh");
        Assert.Contains("它不是数值、文本或日期", run.Error, StringComparison.Ordinal);
        Assert.Contains("请用 --sql 转换该列的类型", run.Error, StringComparison.Ordinal);
        var missing = await CliRun.Of("train", "--from", Parquet, "--target", "z", "--language", "zh");
        Assert.DoesNotContain("has no such column", missing.Error, StringComparison.Ordinal);
        Assert.Equal(4, missing.Code);
    }

    /// <summary>The source knows its rows, so that a budget that they exceed is refused before they are read.</summary>
    [Fact]
    public async Task A_budget_that_the_rows_exceed_is_refused_before_they_are_read()
    {
        // The thousandth row would fail if it were read.
        const string query = "SELECT range AS y, CASE WHEN range = 1000 THEN CAST('none' AS INTEGER) ELSE 1 END AS x FROM range(20000000)";
        var run = await CliRun.Of("boost", "--from", "duckdb:", "--sql", query, "--target", "y", "--memory", "400MB");
        Assert.Contains("boosting on 20000000 rows with 8 bytes", run.Error, StringComparison.Ordinal);
        Assert.Contains("Give --memory", run.Error, StringComparison.Ordinal);
        var small = await CliRun.Of("boost", "--from", Parquet, "--target", "y", "--memory", "256MB");
        Assert.Contains("the program itself takes up to 320MB; give at least 384MB", small.Error, StringComparison.Ordinal);
        var drawn = await CliRun.Of("compare", "--from", "duckdb:", "--sql", "SELECT range AS y, range % 7 AS x FROM range(3000000)", "--target", "y", "--rows", "3000000", "--memory", "300MB");
        Assert.Contains("a draw of 3000000 rows of 2 columns needs", drawn.Error, StringComparison.Ordinal);
    }
}
