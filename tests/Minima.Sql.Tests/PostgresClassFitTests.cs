namespace Minima.Sql.Tests;

/// <summary>Fits of losses over several classes in servers of PostgreSQL, whole and in shards, and scores of their models.</summary>
public sealed class PostgresClassFitTests(Clusters clusters) : IClassFixture<Clusters>
{
    private static readonly (string, string)[] Types = [("soil", "text"), ("species", "text"), ("w", "integer"), ("code", "integer")];

    /// <summary>Species as texts, and as numbers in two shards, which change no bit.</summary>
    [Theory]
    [InlineData("species", "cross_entropy")]
    [InlineData("code", "cross_entropy:label_smoothing=0.1")]
    [InlineData("species", "brier_multi")]
    public void Species_are_fitted_as_in_memory(string target, string loss)
    {
        var path = Path.GetTempFileName();
        try
        {
            ClassTable.Write(path, 200);
            clusters.Load(0, "flowers", path, null, Types);
            for (var shard = 0; shard < 2; shard++)
            {
                var odd = shard;
                clusters.Load(shard, "flowers_half", path, row => row % 2 == odd, Types);
            }

            FitOptions options = new() { L2 = 0.01, Standardize = true, Weight = "w" };
            TableOptions table = new() { Ignore = [target == "code" ? "species" : "code"] };
            var expected = LinearModel.Fit(Table.FromFile(path, target, table), LossSpec.Parse(loss), options);
            using var source = SqlSource.Open(clusters.Address(0, "flowers"));
            using var halves = SqlSource.Open(clusters.Address(0, "flowers_half"), shards: [clusters.Address(1, "flowers_half")]);
            var found = source.Fit(target, LossSpec.Parse(loss), options, table);
            Assert.Equal("", Equal.Differences(expected, found));
            Assert.Equal(found.ToJson(), halves.Fit(target, LossSpec.Parse(loss), options, table).ToJson());
            Assert.Equal("", Scores.Differences(expected.Score(Table.FromFile(path)), halves.Score(Predictor.Of(found)), 1));
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>A step of 7 classes and 9 features has more sums than one query has columns.</summary>
    [Fact]
    public void Many_classes_take_several_queries()
    {
        clusters.Execute(0, $"DROP TABLE IF EXISTS numbers; CREATE TABLE numbers AS SELECT i * i % 11 % 7 AS y, {string.Join(", ", Enumerable.Range(0, 9).Select(j => $"((i * {(2 * j) + 7}) % 31)::double precision AS x{j}"))} FROM generate_series(1, 150) AS rows(i)");
        FitOptions options = new() { L2 = 1, Standardize = true };
        using var source = SqlSource.Open(clusters.Address(0, "numbers"));
        var found = source.Fit("y", LossSpec.Parse("cross_entropy"), options);
        Assert.Equal(6, found.Coefficients.Length);
        Assert.Equal("", Equal.Differences(LinearModel.Fit(source.ToTable("y"), LossSpec.Parse("cross_entropy"), options), found));
    }

    /// <summary>PostgreSQL refuses exponentials and products that are too small for a double, and the search ends where scores are far apart.</summary>
    [Fact]
    public void Separated_classes_are_refused_by_their_columns()
    {
        clusters.Execute(0, "DROP TABLE IF EXISTS apart; CREATE TABLE apart AS SELECT i::double precision AS x, (i * 7 % 5)::double precision AS z, i / 20 AS y FROM generate_series(0, 59) AS rows(i)");
        using var source = SqlSource.Open(clusters.Address(0, "apart"));
        Assert.Contains("some classes are separated", Assert.Throws<FitException>(() => source.Fit("y", LossSpec.Parse("cross_entropy"))).Message, StringComparison.Ordinal);
    }
}
