namespace Minima.Sql.Tests;

/// <summary>Predictions as SQL, executed by PostgreSQL.</summary>
public sealed class PostgresPredictTests(Clusters clusters) : IClassFixture<Clusters>
{
    private static readonly string Data = Path.Combine(AppContext.BaseDirectory, "data");

    [Theory]
    [InlineData("diabetes", "log_cosh")]
    [InlineData("diabetes", "poisson_nll")]
    [InlineData("breast-cancer", "bce_with_logits")]
    [InlineData("breast-cancer", "probit")]
    public void A_view_and_a_table_predict_as_in_memory(string data, string loss)
    {
        clusters.Execute(0, "DROP SCHEMA IF EXISTS \"out\" CASCADE; CREATE SCHEMA \"out\"");
        clusters.Load(0, "given", Path.Combine(Data, data + ".csv"));
        var predictor = Predictor.Of(LinearModel.Fit(Table.Bundled(data), LossSpec.Parse(loss), new() { L2 = 0.01, Standardize = true }));
        SqlPrediction prediction;
        using (var source = SqlSource.Open(clusters.Address(0, "given"), writes: true))
        {
            prediction = source.Predict(predictor);
            source.Save(prediction, "view:out.seen");
        }

        using (var source = SqlSource.Open(clusters.Address(0, "given"), writes: true)) source.Save(prediction, "table:out.kept");
        var expected = predictor.Predict(Table.FromFile(Path.Combine(Data, data + ".csv")));
        foreach (var from in (string[])["\"out\".seen", "\"out\".kept", $"({prediction.Queries[0]})"])
        {
            var columns = prediction.Columns.Select(column => clusters.Query(0, $"SELECT CAST({column} AS VARCHAR) FROM {from} AS q")).ToArray();
            Assert.Equal("", Predicted.Differences(expected, prediction, [.. columns[0].Select((_, i) => columns.Select(column => (string?)column[i]).ToArray())]));
        }

        using var again = SqlSource.Open(clusters.Address(0, "given"), writes: true);
        Assert.Contains("already exists", Assert.Throws<Minima.Training.Data.DataException>(() => again.Save(prediction, "view:out.seen")).Message, StringComparison.Ordinal);
        using var reading = SqlSource.Open(clusters.Address(0, "given"));
        Assert.Contains("writes", Assert.Throws<InvalidOperationException>(() => reading.Save(prediction, "view:out.other")).Message, StringComparison.Ordinal);
        Assert.Contains("writes no files here", Assert.Throws<Minima.Tabular.UsageException>(() => again.Save(prediction, "file:x.csv")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_has_the_probabilities_of_several_classes()
    {
        var path = Path.GetTempFileName();
        try
        {
            ClassTable.Write(path, 100);
            clusters.Load(0, "flowers", path, null, ("soil", "text"), ("species", "text"));
            clusters.Execute(0, "DROP TABLE IF EXISTS flowers_seen");
            var predictor = Predictor.Of(LinearModel.Fit(Table.FromFile(path, "species", new() { Ignore = ["code"] }), LossSpec.Parse("cross_entropy"), new() { L2 = 0.01, Standardize = true }));
            using var source = SqlSource.Open(clusters.Address(0, "flowers"), writes: true);
            var prediction = source.Predict(predictor);
            source.Save(prediction, "table:flowers_seen");
            var columns = prediction.Columns.Select(column => clusters.Query(0, $"SELECT CAST({SqlText.Column(column)} AS VARCHAR) FROM flowers_seen")).ToArray();
            Assert.Equal("", Predicted.Differences(predictor.Predict(Table.FromFile(path)), prediction, [.. columns[0].Select((_, i) => columns.Select(column => (string?)column[i]).ToArray())]));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Each_server_has_its_own_part()
    {
        for (var shard = 0; shard < 2; shard++)
        {
            var odd = shard;
            clusters.Load(shard, "half", Path.Combine(Data, "diabetes.csv"), row => row % 2 == odd);
            clusters.Execute(shard, "DROP TABLE IF EXISTS parts");
        }

        var predictor = Predictor.Of(LinearModel.Fit(Table.Bundled("diabetes"), LossSpec.Parse("log_cosh"), new() { L2 = 0.01, Standardize = true }));
        using (var source = SqlSource.Open(clusters.Address(0, "half"), shards: [clusters.Address(1, "half")], writes: true)) source.Save(source.Predict(predictor), "table:parts");
        Assert.Equal("442", (int.Parse(clusters.Query(0, "SELECT count(prediction) FROM parts")[0], System.Globalization.CultureInfo.InvariantCulture) + int.Parse(clusters.Query(1, "SELECT count(prediction) FROM parts")[0], System.Globalization.CultureInfo.InvariantCulture)).ToString(System.Globalization.CultureInfo.InvariantCulture));
    }
}
