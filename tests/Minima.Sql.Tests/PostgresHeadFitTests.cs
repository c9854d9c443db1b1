namespace Minima.Sql.Tests;

/// <summary>Fits of distributions in servers of PostgreSQL, whole and in shards: the logarithm of the gamma function and its derivatives are written out there.</summary>
public sealed class PostgresHeadFitTests(Clusters clusters) : IClassFixture<Clusters>
{
    private static readonly (string, string)[] Types = [("kind", "text"), ("w", "integer"), ("count", "integer")];

    [Theory]
    [InlineData("gaussian_nll", "all", "number")]
    [InlineData("negative_binomial_nll", "none", "count")]
    [InlineData("gamma_nll", "all", "amount")]
    public void Distributions_are_fitted_as_in_memory(string loss, string heads, string target)
    {
        var path = Path.GetTempFileName();
        try
        {
            HeadTable.Write(path, 300);
            clusters.Load(0, "amounts", path, null, Types);
            for (var shard = 0; shard < 2; shard++)
            {
                var odd = shard;
                clusters.Load(shard, "amounts_half", path, row => row % 2 == odd, Types);
            }

            FitOptions options = new() { Heads = [heads], L2 = 0.01, Standardize = true, Weight = "w" };
            TableOptions table = new() { Ignore = HeadTable.Others(target, "w") };
            var expected = LinearModel.Fit(Table.FromFile(path, target, table), LossSpec.Parse(loss), options);
            using var source = SqlSource.Open(clusters.Address(0, "amounts"));
            using var halves = SqlSource.Open(clusters.Address(0, "amounts_half"), shards: [clusters.Address(1, "amounts_half")]);
            var found = source.Fit(target, LossSpec.Parse(loss), options, table);
            Assert.Equal("", Equal.Differences(expected, found));
            Assert.Equal(found.ToJson(), halves.Fit(target, LossSpec.Parse(loss), options, table).ToJson());
        }
        finally
        {
            File.Delete(path);
        }
    }
}
