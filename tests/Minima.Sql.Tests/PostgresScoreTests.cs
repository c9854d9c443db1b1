using System.Globalization;

namespace Minima.Sql.Tests;

/// <summary>Scores of models on tables of PostgreSQL: those of the same rows in memory, with few bytes on the wire.</summary>
public sealed class PostgresScoreTests(Clusters clusters) : IClassFixture<Clusters>
{
    private static readonly string Data = Path.Combine(AppContext.BaseDirectory, "data");

    [Theory]
    [InlineData("diabetes", "log_cosh", 150)]
    [InlineData("diabetes", "poisson_nll", 150)]
    [InlineData("breast-cancer", "bce_with_logits", 1)]
    [InlineData("breast-cancer", "probit", 1)]
    [InlineData("breast-cancer", "hinge", 1)]
    public void A_model_is_scored_as_in_memory(string data, string loss, double size)
    {
        clusters.Load(0, "scored", Path.Combine(Data, data + ".csv"));
        var model = LinearModel.Fit(Table.Bundled(data), LossSpec.Parse(loss), new() { L2 = 0.01, Standardize = true });
        using var source = SqlSource.Open(clusters.Address(0, "scored"));
        Assert.Equal("", Scores.Differences(model.Score(Table.FromFile(Path.Combine(Data, data + ".csv"))), source.Score(Predictor.Of(model)), size));
    }

    [Fact]
    public void Two_servers_give_one_score()
    {
        var path = Path.Combine(Data, "breast-cancer.csv");
        for (var shard = 0; shard < 2; shard++)
        {
            var odd = shard;
            clusters.Load(shard, "half", path, row => row % 2 == odd);
        }

        var model = LinearModel.Fit(Table.Bundled("breast-cancer"), LossSpec.Parse("bce_with_logits"), new() { L2 = 0.01, Standardize = true });
        using var source = SqlSource.Open(clusters.Address(0, "half"), shards: [clusters.Address(1, "half")]);
        Assert.Equal("", Scores.Differences(model.Score(Table.FromFile(path)), source.Score(Predictor.Of(model)), 1, "auc", "average-precision"));
    }

    /// <summary>Ten times the rows, the same bytes: no row is sent.</summary>
    [Theory]
    [InlineData("diabetes", "log_cosh")]
    [InlineData("breast-cancer", "bce_with_logits")]
    public void No_row_crosses_the_wire(string data, string loss)
    {
        clusters.Load(0, "once", Path.Combine(Data, data + ".csv"));
        clusters.Execute(0, "DROP TABLE IF EXISTS often; CREATE TABLE often AS SELECT once.* FROM once, generate_series(1, 10)");
        var model = LinearModel.Fit(Table.Bundled(data), LossSpec.Parse(loss), new() { L2 = 0.01, Standardize = true });
        using var relay = new Relay(clusters.Ports[0]);
        long[] largest = [.. ((string[])["once", "often"]).Select(table =>
        {
            using var source = SqlSource.Open(string.Create(CultureInfo.InvariantCulture, $"postgres://minima:{Uri.EscapeDataString(Clusters.Password)}@127.0.0.1:{relay.Port}/postgres?table={table}"));
            var opened = relay.Answers.Count;
            source.Score(Predictor.Of(model));
            return relay.Answers.Skip(opened).Max();
        })];

        // The most that is asked at once: three ranks and constants with their thresholds, or the facts of the columns.
        Assert.InRange(largest[0], 1, 64 * 128);
        Assert.InRange(largest[1], 1, largest[0] + 512);
    }

    [Fact]
    public void Predictions_that_overflow_have_no_metrics()
    {
        clusters.Execute(0, "DROP TABLE IF EXISTS wide; CREATE TABLE wide (x double precision, y double precision); INSERT INTO wide SELECT i, i + 1 FROM generate_series(1, 50) AS i; INSERT INTO wide VALUES (1e6, 3)");
        var x = Enumerable.Range(1, 50).Select(i => (double)i).ToArray();
        var model = LinearModel.Fit(Table.FromColumns([new Column("x", x), new Column("y", [.. x.Select(value => value + 1)])], "y"), LossSpec.Parse("poisson_nll"), new() { L2 = 0.1 });
        using var source = SqlSource.Open(clusters.Address(0, "wide"));
        var expected = model.Score(Table.FromColumns([new Column("x", [.. x, 1e6]), new Column("y", [.. x.Select(value => value + 1), 3])], "y"));
        Assert.Null(expected.Of(TableMetric.Of("mae")));
        var found = source.Score(Predictor.Of(model));
        Assert.All(found.Columns[0].Values[0], value => Assert.Null(value));
        Assert.Equal(expected.Losses, found.Losses);
    }
}
