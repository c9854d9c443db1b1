using System.Globalization;
using Minima.Cli.Tests.Train;
using Minima.Tabular;
using Xunit;

namespace Minima.Cli.Tests.Compare;

/// <summary>What the commands print is what a C# program gets from the public calls, to the bit.</summary>
public sealed class LibraryTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AComparisonHasTheNumbersOfTheCommand()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("flats.csv", CompareData.Regression(80));
        var printed = (await CliRun.Good("compare", path, "--target", "price", "--loss", "mae", "--loss", "huber:delta=0.5..5", "--repeats", "1", "--seed", "3", "--json", "--no-timing")).Json;
        var result = Comparison.Run(Table.FromFile(path, "price"), new ComparisonOptions { Losses = ["mae", "huber:delta=0.5..5"], Repeats = 1, Seed = 3 }, null, Cancellation);
        var rows = printed["rows"]!.AsArray();
        Assert.Equal(rows.Count, result.Rows.Count);
        foreach (var (node, row) in rows.Zip(result.Rows))
        {
            foreach (var value in row.Metrics)
                Assert.Equal(value.ByFold, node!["metrics"]![value.Metric.Key]!["by_fold"]!.AsArray().Select(one => (double?)one));
        }

        Assert.Contains(result.Verdict.In(Language.English), printed.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AModelIsThatOfTheCommandAndSoAreItsPredictionsAndScores()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("flats.csv", CompareData.Regression(80));
        var table = Table.FromFile(path, "price");
        var model = LinearModel.Fit(table, "pinball:quantile=0.8", new FitOptions { L2 = 0.01, Standardize = true }, cancellation: Cancellation);
        var printed = await CliRun.Good("fit", path, "--target", "price", "--loss", "pinball:quantile=0.8", "--l2", "0.01", "--standardize", "--json");
        Assert.Equal(printed.Output.ReplaceLineEndings("\n"), model.ToJson() + "\n");

        var saved = Path.Combine(folder.Path, "model.json");
        model.Save(saved);
        var predictor = Predictor.Load(saved);
        var predicted = (await CliRun.Good("predict", saved, path)).Output.ReplaceLineEndings("\n").TrimEnd().Split('\n')[1..];
        Assert.Equal(predicted, predictor.Predict(table, Cancellation).Values.Select(value => value.ToString("R", CultureInfo.InvariantCulture)));

        var scored = (await CliRun.Good("score", saved, path, "--json")).Json["targets"]![0]!;
        var sheet = predictor.Score(table, Cancellation);
        Assert.Equal(sheet.Losses[0], (double)scored["mean_loss"]!);
        Assert.All(sheet.Metrics, metric => Assert.Equal(sheet.Of(metric), (double?)scored["scores"]![0]!["metrics"]![metric.Key]));
    }
}
