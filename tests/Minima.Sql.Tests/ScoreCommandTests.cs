using System.Text.Json.Nodes;
using Minima.Cli.Tests.Train;

namespace Minima.Sql.Tests;

/// <summary><c>minima score --from</c> as a user calls it.</summary>
public sealed class ScoreCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("minima-sql-").FullName;

    private string Model => Path.Combine(_folder, "model.json");

    private static string Data => Path.Combine(AppContext.BaseDirectory, "data", "diabetes.csv");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_report_and_its_json_are_those_of_the_file()
    {
        LinearModel.Fit(Table.Bundled("diabetes"), LossSpec.Parse("log_cosh"), new() { L2 = 0.01, Standardize = true }).Save(Model);
        foreach (var language in (string[])["en", "zh"])
        {
            var file = await CliRun.Good("score", Model, Data, "--language", language);
            var source = await CliRun.Good("score", Model, "--from", "duckdb:" + Data, "--language", language);
            Assert.Equal(Numbers(file), Numbers(source));
            Assert.True(file.Lines.Length > 8);
        }

        var (expected, found) = ((await CliRun.Good("score", Model, Data, "--json")).Json, (await CliRun.Good("score", Model, "--from", "duckdb:" + Data, "--json")).Json);
        Assert.Equal(Keys(expected), Keys(found));
        Assert.Equal((double)expected["targets"]![0]!["mean_loss"]!, (double)found["targets"]![0]!["mean_loss"]!, 1e-10);
        var some = await CliRun.Good("score", Model, "--from", "duckdb:", "--sql", $"SELECT * FROM '{Data}' WHERE age < 40", "--json");
        Assert.InRange((int)some.Json["rows"]!, 1, (int)expected["rows"]! - 1);

        // Behind the heading, which names the data.
        static string[] Numbers(CliRun run) => [.. run.Lines.SkipWhile(line => line.Length > 0)];

        static string[] Keys(JsonNode node) => [.. node.AsObject().Select(pair => pair.Key).Order(StringComparer.Ordinal)];
    }

    [Theory]
    [InlineData("name a file, or a source with --from", 2)]
    [InlineData("both a file ('data.csv') and --from are given", 2, "data.csv", "--from", "duckdb:data.csv")]
    [InlineData("score: --sql is given without --from", 2, "--sql", "SELECT 1")]
    [InlineData("score: --decompose sorts rows", 2, "--from", "duckdb:data.csv", "--decompose")]
    [InlineData("there is no row", 4, "--from", "duckdb:", "--sql", "SELECT 1 AS age, 2 AS sex, 3 AS bmi, 4 AS bp, 5 AS s1, 6 AS s2, 7 AS s3, 8 AS s4, 9 AS s5, 10 AS s6, 11 AS progression WHERE 1 = 0")]
    [InlineData("DuckDB refuses the query", 4, "--from", "duckdb:no-such-file.csv")]
    public async Task What_does_not_go_is_refused(string expected, int code, params string[] arguments)
    {
        LinearModel.Fit(Table.Bundled("diabetes"), LossSpec.Parse("mse")).Save(Model);
        var run = await CliRun.Of(["score", Model, .. arguments]);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.Equal(code, run.Code);
    }
}
