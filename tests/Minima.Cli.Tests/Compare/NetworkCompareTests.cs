using System.Text.Json.Nodes;
using Minima.Cli.Terminal;
using Minima.Cli.Tests.Train;
using Xunit;

namespace Minima.Cli.Tests.Compare;

/// <summary>The comparison with a small network in place of the linear model.</summary>
public sealed class NetworkCompareTests
{
    [SlowFact]
    public async Task ANetworkLearnsWhatNoLineDoes()
    {
        using var folder = new TemporaryFolder();
        var data = TrainTables.Write(folder, "data.csv", TrainTables.All(240));
        string[] arguments = ["compare", data, "--target", "m", "--loss", "sigmoid_focal", "--loss", "hinge", "--repeats", "1", "--json", "--no-timing", .. Ignored("m")];
        var line = (await CliRun.Good(arguments)).Json;
        var network = (await CliRun.Good([.. arguments, "--model", "mlp"])).Json;

        // m is 1 where a and b have the same sign.
        Assert.True(Accuracy(line) < 0.65, line.ToJsonString());
        Assert.True(Accuracy(network) > 0.8, network.ToJsonString());
        Assert.Equal(("linear", "mlp"), ((string)line["settings"]!["model"]!, (string)network["settings"]!["model"]!));
        Assert.Contains("--model mlp", (string)network["command"]!, StringComparison.Ordinal);
        Assert.Equal(5, network["rows"]![1]!["epochs"]!.AsArray().Count);
        Assert.Empty(network["rows"]![1]!["l2"]!.AsArray());
    }

    [SlowFact]
    public async Task TheNumbersDoNotDependOnThreadsAndSameModelsAreFound()
    {
        using var folder = new TemporaryFolder();
        var data = TrainTables.Write(folder, "data.csv", TrainTables.All(100));
        string[] arguments = ["compare", data, "--target", "y", "--model", "mlp", "--loss", "half_mse", "--loss", "huber:delta=0.5..5", "--loss", "(p - t)^4", "--stop-after", "2", "--repeats", "1", "--json", "--no-timing", .. Ignored("y")];
        var one = await CliRun.Good([.. arguments, "--threads", "1"]);
        var four = await CliRun.Good([.. arguments, "--threads", "4"]);
        Assert.Equal(one.Output, four.Output);
        var half = one.Json["rows"]!.AsArray().Single(row => (string?)row!["name"] == "half_mse")!;
        Assert.Equal("mse", (string?)half["same_model_as"]);
    }

    [SlowTheory]
    [SampledCases]
    [Case("kind", "log-loss")]
    [Case("grade", "rank-mae")]
    [Case("l,m", "hamming")]
    [Case("count", "mae")]
    public async Task EveryTaskIsCompared(string target, string metric)
    {
        using var folder = new TemporaryFolder();
        var data = TrainTables.Write(folder, "data.csv", TrainTables.All(150));
        var json = (await CliRun.Good(["compare", data, "--target", target, "--model", "mlp", "--stop-after", "1", "--repeats", "1", "--metric", metric, "--json", .. Ignored(target.Split(','))])).Json;
        var rows = json["rows"]!.AsArray().Where(row => (string?)row!["kind"] is "loss" or "default").ToArray();
        Assert.True(rows.Length >= 2);
        Assert.All(rows, row => Assert.NotEmpty(row!["epochs"]!.AsArray()));
        var constant = Value(json["rows"]![0]!, metric);
        Assert.True(Value(rows.Single(row => (string?)row!["kind"] == "default")!, metric) < constant, json["rows"]!.ToJsonString());
    }

    [Fact]
    public async Task TheReportSaysWhichModelItWas()
    {
        using var folder = new TemporaryFolder();
        var data = TrainTables.Write(folder, "data.csv", TrainTables.All(80));
        string[] arguments = ["compare", data, "--target", "y", "--model", "mlp", "--loss", "huber", "--loss", "gaussian_nll", "--stop-after", "1", "--repeats", "1", "--learning-curve", .. Ignored("y")];
        var english = await CliRun.Good(arguments);
        Assert.Contains("The same network (one hidden layer of 32 units, relu, adam) is trained with each loss", string.Join(' ', english.Lines.Select(line => line.Trim())), StringComparison.Ordinal);
        Assert.Contains("Not compared: gaussian_nll: it needs 'variance' beside the prediction", string.Join(' ', english.Lines.Select(line => line.Trim())), StringComparison.Ordinal);
        Assert.Contains("同一个网络", (await CliRun.Good([.. arguments, "--language", "zh"])).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--save writes a linear model", "--model", "mlp", "--save", "model.json")]
    [InlineData("--model is 'mpl' (did you mean 'mlp'?); it must be linear, mlp or trees, or some of them separated by commas, each once.", "--model", "mpl")]
    [InlineData("--model is 'linear,linear'", "--model", "linear,linear")]
    public async Task Refused(string message, params string[] options)
    {
        var run = await CliRun.Of(["compare", .. options]);
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [SlowFact]
    public async Task TreesStandBesideTheLinearModel()
    {
        using var folder = new TemporaryFolder();
        var data = TrainTables.Write(folder, "data.csv", TrainTables.All(240));
        var saved = Path.Combine(folder.Path, "model.json");
        string[] arguments = ["compare", data, "--target", "m", "--loss", "hinge", "--repeats", "1", "--model", "linear,trees", "--metric", "brier", .. Ignored("m")];
        var json = (await CliRun.Good([.. arguments, "--json", "--no-timing", "--save", saved])).Json;
        Assert.Equal("linear,trees", (string)json["settings"]!["model"]!);
        Assert.Equal(3, json["settings"]!["depths"]!.AsArray().Count);
        Assert.NotNull(json["settings"]!["l2_grid"]);
        Assert.Contains("--model linear,trees", (string)json["command"]!, StringComparison.Ordinal);
        var trees = json["rows"]!.AsArray().Single(row => (string?)row!["name"] == "bce_with_logits [trees]")!;
        Assert.Equal("trees", (string)trees["model"]!);
        Assert.Equal(["depth", "rate", "rounds"], trees["trees"]![0]!.AsObject().Select(pair => pair.Key));
        Assert.True(Value(trees, "accuracy") > 0.8, trees.ToJsonString());
        Assert.Contains("probability", (await CliRun.Good(["predict", saved, data])).Output, StringComparison.Ordinal);
        var english = await CliRun.Good([.. arguments, "--stop-after", "1"]);
        Assert.Contains("Trees are boosted with each loss", string.Join(' ', english.Lines.Select(line => line.Trim())), StringComparison.Ordinal);
        Assert.Contains("用每个损失训练提升树", (await CliRun.Good([.. arguments, "--stop-after", "1", "--language", "zh"])).Output, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Ignored(params string[] kept) => TrainTables.But(kept).Split(',').SelectMany(column => new[] { "--ignore", column });

    private static double Accuracy(JsonNode json) => Value(json["rows"]!.AsArray().Single(row => (string?)row!["kind"] == "default")!, "accuracy");

    private static double Value(JsonNode row, string metric) => (double)row["metrics"]![metric]!["mean"]!;
}
