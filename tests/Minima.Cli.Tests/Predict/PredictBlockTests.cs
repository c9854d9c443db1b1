using Minima.Tabular;
using Xunit;

namespace Minima.Cli.Tests.Predict;

/// <summary>A table that is too large for memory is predicted block by block, with the numbers of the whole.</summary>
public sealed class PredictBlockTests
{
    [Theory]
    [InlineData("mse")]
    [InlineData("cross_entropy")]
    public void BlocksGiveWhatTheWholeGives(string loss)
    {
        var random = new Random(3);
        const int Rows = 97;
        double[] area = [.. Enumerable.Range(0, Rows).Select(_ => random.NextDouble())], age = [.. Enumerable.Range(0, Rows).Select(i => i % 7 == 0 ? double.NaN : random.NextDouble())];
        string?[] town = [.. Enumerable.Range(0, Rows).Select(i => ((string?[])["a", "b", "c", null])[random.Next(4)])], side = [.. Enumerable.Range(0, Rows).Select(_ => random.Next(2) == 0 ? "left" : "right")], day = [.. Enumerable.Range(0, Rows).Select(i => $"2024-0{1 + (i % 9)}-1{i % 10}")];
        Column target = loss == "mse" ? new("y", [.. area.Select(x => (2 * x) + random.NextDouble())]) : new("y", (string?[])[.. area.Select(x => x + random.NextDouble() > 1.2 ? "high" : x > 0.4 ? "middle" : "low")]);
        var table = Table.FromColumns([new("area", area), new("age", age), new("town", town), new("side", side), new("day", day), target], "y");
        var result = Comparison.Run(table, new() { Losses = [loss], Repeats = 1, Folds = 2 }, null, TestContext.Current.CancellationToken);
        var won = result with { Verdict = result.Verdict with { Winner = loss } };
        var model = won.Best!.Refit(table, TestContext.Current.CancellationToken);
        var whole = PredictTable.Read(model, table, (features, rows) => LinearPrediction.Of(model, features, rows, response: true), TestContext.Current.CancellationToken);
        var blocks = PredictTable.Read(model, table, (features, rows) => LinearPrediction.Of(model, features, rows, response: true), TestContext.Current.CancellationToken, most: 10 * model.Features.Count);
        Assert.Single(whole);
        Assert.Equal([10, 10, 10, 10, 10, 10, 10, 10, 10, 7], blocks.Select(block => block.Rows));
        var joined = TablePrediction.Joined(blocks);
        Assert.Equal(whole[0].Values, joined.Values);
        Assert.Equal(whole[0].Classes, joined.Classes);
    }
}
