using Minima.Tabular;
using Xunit;

namespace Minima.Cli.Tests.Judging;

/// <summary>Losses that differ by a factor, an added constant or a learned constant have the same minimiser, and so the same verdict, on every table.</summary>
public sealed class SameMinimiserTests
{
    private static readonly string[] Squares = ["half_mse", "gaussian_nll", "gaussian_nll_log_variance", "3*(p - t)^2 + 7", "expectile"];
    private static readonly string[] Distances = ["mae", "pinball", "laplace_nll", "0.3*abs(p - t) - 2"];

    /// <summary>Noise down to an R squared of 0.999999, scales of the target, numbers of columns; noise 0 is a leaked column.</summary>
    public static TheoryData<double, double, int> Tables => new(
        from table in new (double Noise, double Scale, int Columns)[]
        {
            (1, 1, 1), (1, 1e-9, 5), (1, 1e9, 5), (0.1, 1, 50), (0.03, 1e-9, 1), (0.03, 1, 5), (0.005, 1, 5), (0.005, 1e9, 5),
            (0.001, 1, 5), (0.001, 1e-9, 5), (0.001, 1e9, 20), (0.001, 1, 50), (3, 1, 5), (100, 1, 5), (0, 1, 5), (0, 1e9, 1),
        }
        select (table.Noise, table.Scale, table.Columns));

    public static TheoryData<double, double, int> TablesOfOrdinarySize => new(Tables.Select(row => row.Data).Where(row => row.Item2 >= 1e-6));

    [Theory]
    [SampledData(nameof(Tables))]
    public void AreOneLine(double noise, double scale, int columns)
    {
        var data = Table(noise, scale, columns, 150);
        var result = JudgedTable.Compare(data, [.. Squares, .. Distances]);
        AreOne(result, ["mse", .. Squares]);
        AreOne(result, Distances);
        Assert.DoesNotContain(result.Verdict.Best, Squares);
    }

    /// <summary>
    /// Each alone, with nothing to take a model from: the penalty is what makes them equal, as near as a search of its own comes. Not where
    /// the target is so small that the least variance of gaussian_nll, 1e-6, is far above its own.
    /// </summary>
    [Theory]
    [SampledData(nameof(TablesOfOrdinarySize), Thin = 0.25, Wide = 1)]
    public void TrainAloneToTheSameModel(double noise, double scale, int columns)
    {
        var data = Table(noise, scale, columns, 120);
        var views = FoldMaker.Create(data, new ComparisonOptions { Repeats = 1 }, data.Used).Splits[0];
        var fold = OuterFold.Create(data, views, data.Targets[0], TestContext.Current.CancellationToken);
        var all = Candidates.For(data, fold.Scale, [.. Squares.Select(LossSpec.Parse)]).Chosen;
        var models = all.Select(candidate => LossTrainer.Train(candidate, data.Targets[0], fold, null, TestContext.Current.CancellationToken)).ToArray();
        foreach (var model in models)
        {
            Assert.Equal(models[0].L2, model.L2);
            for (var i = 0; i < model.Predictions.Score.Length; i++)
                Assert.Equal(models[0].Predictions.Score[i], model.Predictions.Score[i], (0.05 * fold.Scale) + (1e-7 * Math.Abs(model.Predictions.Score[i])));
        }
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(4)]
    [InlineData(40)]
    public void OfTwoClassesAreOneLine(double strength)
    {
        var random = new RandomState(11);
        var columns = JudgedTable.Columns(random, 200, 3);
        var target = Enumerable.Range(0, 200).Select(i => random.NextDouble() < 1 / (1 + Math.Exp(-strength * columns[0][i])) ? 1.0 : 0).ToArray();
        var result = JudgedTable.Compare(JudgedTable.Of(columns, target, PredictionTask.Binary), ["logistic", "squared_hinge"]);
        AreOne(result, ["bce_with_logits", "logistic"]);
    }

    /// <summary>With little noise nothing of the penalty may be left in the default's error: it is that of least squares.</summary>
    [Theory]
    [InlineData(0.03)]
    [InlineData(0.005)]
    [InlineData(0.001)]
    public void TheDefaultIsNotShrunkWhereThereIsLittleNoise(double noise)
    {
        var result = JudgedTable.Compare(Table(noise, 1, 5, 300), ["huber"]);
        var error = result.Default.Find(Metrics.RootMeanSquare)!.Mean!.Value;
        Assert.InRange(error, 0.9 * noise, 1.1 * noise);
        Assert.InRange(result.ResidualScale!.Value, 0.85 * noise, 1.15 * noise);
        Assert.False(result.Verdict.IsClear, result.Verdict.Text.English);
        Assert.Equal("mse", result.Verdict.Winner);
    }

    /// <summary>A loss that bends far out is another loss, even where no residual comes so far.</summary>
    [Fact]
    public void ABendFarOutIsSeen()
    {
        var data = Table(1, 1, 2, 60);
        var fold = OuterFold.Create(data, FoldMaker.Create(data, new ComparisonOptions { Repeats = 1 }, data.Used).Splits[0], data.Targets[0], TestContext.Current.CancellationToken);
        var shapes = Candidates.For(data, fold.Scale, [LossSpec.Parse("half_mse"), LossSpec.Parse("huber:delta=1000000")]).Chosen
            .Select(candidate => PenaltyReference.Shape(candidate, TargetKind.Regression, fold, TestContext.Current.CancellationToken)!).ToArray();
        Assert.True(shapes[0].IsSame(shapes[1]));
        Assert.False(shapes[0].IsSame(shapes[2]));
    }

    private static void AreOne(ComparisonResult result, string[] names)
    {
        var rows = names.Select(name => result.Rows.Single(row => row.Name == name)).ToArray();
        Assert.Single(rows, row => !row.IsTwin);
        Assert.All(rows, row => Assert.True(row.Model > 0 && row.Model == rows[0].Model, row.Name));
        foreach (var row in rows)
        {
            for (var m = 0; m < row.Metrics.Count; m++)
            {
                for (var k = 0; k < row.Metrics[m].ByFold.Count; k++)
                {
                    var (expected, found) = (rows[0].Metrics[m].ByFold[k], row.Metrics[m].ByFold[k]);
                    Assert.Equal(expected is null, found is null);
                    if (expected is { } value) Assert.Equal(value, found!.Value, 1e-9 * Math.Abs(value));
                }
            }
        }
    }

    private static ComparisonData Table(double noise, double scale, int columns, int rows)
    {
        var random = new RandomState(1000 + (ulong)columns);
        var features = JudgedTable.Columns(random, rows, columns);
        var target = Array.ConvertAll(JudgedTable.Line(random, features, noise == 0 ? 1 : noise), value => scale * value);
        if (noise == 0) features[0] = target;
        return JudgedTable.Of(features, target);
    }
}
