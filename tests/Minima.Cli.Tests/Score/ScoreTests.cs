using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Minima.Cli.Terminal;
using Minima.Cli.Tests.Compare;
using Minima.Cli.Tests.Train;
using Minima.Tabular;
using Minima.Training.Checkpoints;
using Xunit;

namespace Minima.Cli.Tests.Score;

/// <summary>What a score says of linear models and of networks, beside the whole path in the tests of training.</summary>
public sealed class ScoreTests
{
    private const string Line = "x,y\n0,1\n1,3\n2,5\n3,7\n";

    [Fact]
    public async Task ALinearModelByHand()
    {
        using var folder = new TemporaryFolder();
        var model = await Fit(folder, Line, "--loss", "mse");
        var held = TrainTables.Write(folder, "held.csv", "y,x\n12,5\n13,7\n,9\n");
        var json = (await CliRun.Good("score", model, held, "--json")).Json;

        // The line is 2 x + 1: it says 11 and 15, one too low and two too high.
        var target = json["targets"]![0]!;
        Assert.Equal(2, (int)json["rows"]!);
        Assert.Equal(1.5, Metric(target, 0, "mae"), 1e-6);
        Assert.Equal(Math.Sqrt(2.5), Metric(target, 0, "rmse"), 1e-6);
        Assert.Equal(0.5, Metric(target, 0, "bias"), 1e-6);
        Assert.Equal(2.5, (double)target["mean_loss"]!, 1e-6);

        // A linear model does not say what it was fitted on, so that constants are those of these rows.
        Assert.Equal(0.5, Metric(target, 1, "mae"), 1e-12);
        var text = await CliRun.Good("score", model, held);
        Assert.Contains("1 row has no target and was left out.", text.Output, StringComparison.Ordinal);
        Assert.Contains("Mean loss (mse): 2.5", text.Output, StringComparison.Ordinal);
        Assert.Contains("平均损失（mse）：2.5", (await CliRun.Good("score", model, held, "--language", "zh")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bce_with_logits")]
    [InlineData("hinge")]
    public async Task ALinearModelOfTwoClasses(string loss)
    {
        using var folder = new TemporaryFolder();
        var model = await Fit(folder, "x,y\n0,no\n1,no\n2,yes\n3,no\n4,yes\n5,yes\n", "--loss", loss, "--l2", "0.01");
        var held = TrainTables.Write(folder, "held.csv", "x,y\n-4,no\n9,yes\n8,no\n7,yes\n");
        var json = (await CliRun.Good("score", model, held, "--json")).Json;
        Assert.Equal(0.75, Metric(json["targets"]![0]!, 0, "accuracy"));
        Assert.Equal(loss == "hinge", json["targets"]![0]!["scores"]![0]!["metrics"]!["log-loss"] is null);
        Assert.True((double)json["targets"]![0]!["mean_loss"]! > 0);
        var unknown = await CliRun.Of("score", model, TrainTables.Write(folder, "bad.csv", "x,y\n1,maybe\n"));
        Assert.Equal(ExitCode.Data, unknown.Code);
        Assert.Contains("bad.csv, line 2, target 'y': the model has not seen the class 'maybe'", unknown.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ALinearModelOfSeveralClasses()
    {
        using var folder = new TemporaryFolder();
        var data = TrainTables.Write(folder, "data.csv", TrainTables.All(200));
        var model = Path.Combine(folder.Path, "model.json");
        await File.WriteAllTextAsync(model, (await CliRun.Good("fit", data, "--target", "kind", "--ignore", "colour", "--ignore", "y", "--ignore", "z", "--ignore", "answer", "--ignore", "l", "--ignore", "m", "--ignore", "grade", "--ignore", "count", "--ignore", "w", "--loss", "cross_entropy", "--l2", "0.01", "--json")).Output);
        var target = (await CliRun.Good("score", model, TrainTables.Write(folder, "held.csv", TrainTables.All(100, seed: 3)), "--json")).Json["targets"]![0]!;
        Assert.True(Metric(target, 0, "log-loss") < Metric(target, 1, "log-loss"));
        Assert.Equal(Metric(target, 0, "log-loss"), (double)target["mean_loss"]!, 1e-9);
    }

    [Fact]
    public async Task TablesThatCannotBeScored()
    {
        using var folder = new TemporaryFolder();
        var model = await Fit(folder, Line, "--loss", "mse");
        var network = await Network(folder);
        foreach (var (which, column) in new[] { (model, "x"), (network, "a,b") })
        {
            var table = TrainTables.Write(folder, "bare.csv", column + "\n" + (which == model ? "1" : "1,2") + "\n");
            var run = await CliRun.Of("score", which, table);
            Assert.Equal(ExitCode.Data, run.Code);
            Assert.Contains(which == model ? "it has no column" : "it does not hold every target", run.Error, StringComparison.Ordinal);
            Assert.Equal(ExitCode.File, (await CliRun.Of("score", which, Path.Combine(folder.Path, "none.csv"))).Code);
        }

        Assert.Equal(ExitCode.File, (await CliRun.Of("score", Path.Combine(folder.Path, "none.json"), network)).Code);
    }

    [Fact]
    public async Task AModelOfAnUnknownLossPredictsAndIsScoredWithoutIt()
    {
        using var folder = new TemporaryFolder();
        var network = await Network(folder);
        var held = TrainTables.Write(folder, "held.csv", TrainTables.All(30, seed: 2));
        var (predicted, scored) = ((await CliRun.Good("predict", network, held)).Output, (await CliRun.Good("score", network, held, "--json")).Json);
        var saved = ModelFile.Load(network);
        ModelFile.Save(network, new SavedModel
        {
            Weights = saved.Weights,
            Description = saved.Description,
            DataTreatment = saved.DataTreatment,
            Metrics = saved.Metrics,
            Losses = new Dictionary<string, LossReference>(StringComparer.Ordinal) { ["loss"] = new() { Name = "house_loss", Assembly = "House" } },
        });
        Assert.Equal(predicted, (await CliRun.Good("predict", network, held)).Output);
        var without = (await CliRun.Good("score", network, held, "--json")).Json;
        Assert.Equal(scored["targets"]![0]!["scores"]!.ToJsonString(), without["targets"]![0]!["scores"]!.ToJsonString());
        Assert.Contains("'house_loss' comes from 'House'", (string)without["why_no_loss"]!, StringComparison.Ordinal);
        Assert.Contains("No mean loss: The loss 'house_loss'", (await CliRun.Good("score", network, held)).Output.ReplaceLineEndings(" ").Replace("   ", " ", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    /// <summary>A loss that takes a column of the table has its mean on a table with that column: on the rows of the fit the objective of the fit.</summary>
    [SlowTheory]
    [InlineData("fit")]
    [InlineData("boost")]
    public async Task ALossOfAColumnHasItsMean(string command)
    {
        using var folder = new TemporaryFolder();
        string Write(string name, string text) => folder.Write(name, Encoding.UTF8.GetBytes(text));
        var rows = Enumerable.Range(0, 200).Select(i => (X: i % 17, Price: 1 + (i % 5), Y: (2.0 * (i % 17)) + (i % 7))).ToArray();
        string Csv(Func<int, string> price, int unknown = 3) => "x,price,y\n" + string.Concat(rows.Select((row, i) => FormattableString.Invariant($"{row.X},{price(i)},{(i == unknown ? "" : row.Y)}\n")));
        var training = Write("training.csv", Csv(i => $"{rows[i].Price}", unknown: -1));
        var full = Write("full.csv", Csv(i => $"{rows[i].Price}"));
        var gap = Write("gap.csv", Csv(i => i == 5 ? "" : $"{rows[i].Price}"));
        var bare = Write("bare.csv", "x,y\n1,2\n2,4\n");
        var words = Write("words.csv", Csv(i => i % 2 == 0 ? "low" : "high"));
        var model = Write("model.json", (await CliRun.Good(command, training, "--target", "y", "--loss", "price*relu(t - p) + relu(p - t)", "--input", "price=price", "--json")).Output);
        var score = (await CliRun.Good("score", model, full, "--json")).Json;
        var predicted = (await CliRun.Good("predict", model, full)).Output.Trim().Split('\n').Skip(1).Select(line => double.Parse(line, CultureInfo.InvariantCulture)).ToArray();
        var expected = rows.Select((row, i) => (row, i)).Where(pair => pair.i != 3).Average(pair => (pair.row.Price * Math.Max(0, pair.row.Y - predicted[pair.i])) + Math.Max(0, predicted[pair.i] - pair.row.Y));
        Assert.Equal(expected, (double)score["targets"]![0]!["mean_loss"]!, 1e-9 * expected);
        foreach (var (file, why) in new[] { (gap, "which is empty in 1 of 199 rows"), (bare, "which bare.csv does not have") })
        {
            var without = (await CliRun.Good("score", model, file, "--json")).Json;
            Assert.Null(without["targets"]![0]!["mean_loss"]);
            Assert.Contains(why, (string)without["why_no_loss"]!, StringComparison.Ordinal);
        }

        var refused = await CliRun.Of("score", model, words);
        Assert.Equal(ExitCode.Data, refused.Code);
        Assert.Contains("it holds texts", refused.Error, StringComparison.Ordinal);
    }

    /// <summary>A number that the fit learned beside the coefficients is read from the file: on the rows of the fit the mean loss is its objective.</summary>
    [Theory]
    [InlineData("gaussian_nll")]
    [InlineData("student_t_nll")]
    public async Task ALearnedInputIsReadFromTheFile(string loss)
    {
        using var folder = new TemporaryFolder();
        var data = folder.Write("t.csv", Encoding.UTF8.GetBytes("x,y\n" + string.Concat(Enumerable.Range(0, 120).Select(i => FormattableString.Invariant($"{i % 13},{(i % 13) + (i * i % 11)}\n")))));
        var fitted = await CliRun.Good("fit", data, "--target", "y", "--loss", loss, "--json");
        var model = folder.Write("model.json", Encoding.UTF8.GetBytes(fitted.Output));
        var score = (await CliRun.Good("score", model, data, "--json")).Json;
        var objective = (double)fitted.Json["objective"]!;
        Assert.Equal(objective, (double)score["targets"]![0]!["mean_loss"]!, 1e-12 * Math.Abs(objective));
    }

    [Fact]
    public async Task DamagedModelsAreRefused()
    {
        using var folder = new TemporaryFolder();
        var network = await Network(folder);
        var held = TrainTables.Write(folder, "held.csv", TrainTables.All(30, seed: 2));
        var json = Path.ChangeExtension(network, ".json");
        var text = await File.ReadAllTextAsync(json);
        await File.WriteAllTextAsync(json, text.Replace("\"relu\"", "\"tanh\"", StringComparison.Ordinal));
        var changed = await CliRun.Of("predict", json, held);
        Assert.Equal(ExitCode.File, changed.Code);
        Assert.Contains("checksum", changed.Error, StringComparison.Ordinal);

        // Its checksum is right and its contents are another program's.
        var saved = new SavedModel { Weights = [], Description = new JsonObject { ["kind"] = "linear", ["inputs"] = 1, ["outputs"] = 1 } };
        ModelFile.Save(network, saved);
        var foreign = await CliRun.Of("predict", json, held);
        Assert.NotEqual(ExitCode.Ok, foreign.Code);
        Assert.NotEqual(ExitCode.Unexpected, foreign.Code);
    }

    private static double Metric(JsonNode target, int column, string key) => (double)target["scores"]![column]!["metrics"]![key]!;

    private static async Task<string> Fit(TemporaryFolder folder, string csv, params string[] options)
    {
        var data = TrainTables.Write(folder, "fit.csv", csv);
        var model = Path.Combine(folder.Path, "linear.json");
        await File.WriteAllTextAsync(model, (await CliRun.Good(["fit", data, "--target", "y", .. options, "--json"])).Output);
        return model;
    }

    private static async Task<string> Network(TemporaryFolder folder)
    {
        var model = Path.Combine(folder.Path, "network");
        await CliRun.Good("train", TrainTables.Write(folder, "network.csv", TrainTables.All(80)), "--target", "answer", "--ignore", TrainTables.But("answer"), "--epochs", "3", "--save", model);
        return model;
    }
}
