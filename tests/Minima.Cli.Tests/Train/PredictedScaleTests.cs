using System.Globalization;
using System.Text.Json.Nodes;
using Minima.Cli.Tests.Compare;
using Minima.Tabular;
using Xunit;

namespace Minima.Cli.Tests.Train;

/// <summary>Losses that take a variance or a scale beside the prediction: the network predicts both.</summary>
public sealed class PredictedScaleTests
{
    /// <summary>The loss, what it calls its further input, and how a standard deviation of normal noise is had from it; empty where that has no simple form.</summary>
    public static TheoryData<string, string, string> Losses => new()
    {
        { "gaussian_nll", "variance", "root" },
        { "gaussian_nll_log_variance", "log_variance", "half exponential" },
        { "laplace_nll", "scale", "mean absolute" },
        { "student_t_nll", "scale", "" },
    };

    [Theory]
    [SampledData(nameof(Losses), Thin = 0.5, Wide = 1)]
    public async Task TheSpreadOfEachRowIsLearned(string loss, string further, string form)
    {
        using var folder = new TemporaryFolder();
        var data = TrainTables.Write(folder, "data.csv", TrainTables.Heteroscedastic(1500, 1));
        var held = TrainTables.Write(folder, "held.csv", TrainTables.Heteroscedastic(600, 2));
        var model = Path.Combine(folder.Path, "model");
        var trained = (await CliRun.Good("train", data, "--target", "y", "--ignore", "z", "--loss", loss, "--hidden", "32", "--epochs", "60", "--learning-rate", "0.01", "--validation-file", held, "--save", model, "--json")).Json;
        Assert.Equal("2-32-2", (string?)trained["network"]);
        var predicted = (await CliRun.Good("predict", model + ".json", held)).Lines;
        Assert.Equal($"prediction,{further}", predicted[0]);

        var rows = File.ReadLines(held).Skip(1).Select(Numbers).Zip(predicted.Skip(1).Select(Numbers), (row, said) => (Feature: row[0], Target: row[2], Mean: said[0], Spread: said[1])).ToArray();
        Assert.Equal(600, rows.Length);
        var logs = Array.ConvertAll(rows, row => Math.Log(Deviation(form, row.Spread)) - Math.Log(TrainTables.Deviation(row.Feature)));
        var center = logs.Average();
        Assert.True(Math.Sqrt(logs.Average(log => (log - center) * (log - center))) < 0.25, $"{logs.Min()} to {logs.Max()}");
        if (form.Length > 0) Assert.InRange(center, -0.2, 0.2);

        // What minima score tells is the loss of those predictions, and no constant scale would do as well.
        var scored = (await CliRun.Good("score", model + ".json", held, "--json")).Json;
        var mean = (double)scored["targets"]![0]!["mean_loss"]!;
        Assert.Equal(MeanLoss(loss, rows, row => row.Spread), mean, 1e-6);
        Assert.True(mean < BestConstant(loss, rows) - 0.05, $"{mean}, with a constant {BestConstant(loss, rows)}");
        var best = trained["history"]!.AsArray().Single(epoch => (int)epoch!["epoch"]! == (int)trained["best_epoch"]!)!;
        Assert.Equal(mean, (double)best["validation_loss"]!, 1e-4);
    }

    [Fact]
    public async Task ATrainingIsResumedToTheLastBit()
    {
        using var folder = new TemporaryFolder();
        var data = TrainTables.Write(folder, "data.csv", TrainTables.Heteroscedastic(200, 3));
        var (run, resumed, whole) = (Path.Combine(folder.Path, "run"), Path.Combine(folder.Path, "resumed"), Path.Combine(folder.Path, "whole"));
        string[] arguments = ["train", data, "--target", "y", "--loss", "gaussian_nll", "--stop-early", "0"];
        await CliRun.Good([.. arguments, "--epochs", "3", "--checkpoints", run]);
        await CliRun.Good("resume", run, "--epochs", "6", "--save", resumed);
        await CliRun.Good([.. arguments, "--epochs", "6", "--save", whole]);
        Assert.Equal(await File.ReadAllBytesAsync(whole + ".safetensors"), await File.ReadAllBytesAsync(resumed + ".safetensors"));
        Assert.Equal(await File.ReadAllBytesAsync(whole + ".json"), await File.ReadAllBytesAsync(resumed + ".json"));
    }

    [Fact]
    public async Task EveryTargetHasItsOwn()
    {
        using var folder = new TemporaryFolder();
        var data = TrainTables.Write(folder, "data.csv", TrainTables.Heteroscedastic(600, 4));
        var model = Path.Combine(folder.Path, "model");
        var trained = await CliRun.Good("train", data, "--target", "y,z", "--loss", "laplace_nll", "--epochs", "60", "--learning-rate", "0.01", "--hidden", "16", "--save", model);
        Assert.Contains("It predicts 'scale' beside the target.", string.Join(' ', trained.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        var predicted = (await CliRun.Good("predict", model, data)).Lines;
        Assert.Equal("y,scale_y,z,scale_z", predicted[0]);
        var rows = predicted.Skip(1).Select(Numbers).ToArray();

        // The mean of |normal noise| is 0.798 deviations: 0.0798 for z in every row, for y 2.4 where a is 0.
        Assert.InRange(rows.Average(row => row[3]), 0.05, 0.15);
        Assert.InRange(rows.Average(row => row[1]), 2, 5);
        var json = JsonNode.Parse((await CliRun.Good("predict", model, data, "--json")).Output)!;
        Assert.Equal("[\"scale\"]", json["further"]!.ToJsonString());
        Assert.Equal(rows[0], json["values"]![0]!.AsArray().Select(number => (double)number!));
        var scored = (await CliRun.Good("score", model, data, "--json")).Json["targets"]!;
        Assert.True((double)scored[0]!["mean_loss"]! > (double)scored[1]!["mean_loss"]! + 1, scored.ToJsonString());
    }

    [Fact]
    public async Task TheDoctorFindsThemHealthy()
    {
        using var folder = new TemporaryFolder();
        var data = TrainTables.Write(folder, "data.csv", TrainTables.Heteroscedastic(400, 5));
        var run = (await CliRun.Good("doctor", data, "--target", "y", "--ignore", "z", "--loss", "gaussian_nll", "--hidden", "16", "--learning-rate", "0.01", "--json")).Json;
        Assert.Empty(run["findings"]!.AsArray());
        Assert.Equal("healthy", (string?)run["checks"]!.AsArray().Single(check => (string?)check!["check"] == "learning rate")!["status"]);
    }

    /// <summary>A model of the time when networks had one output for each target does not speak of others.</summary>
    [Fact]
    public void OlderModelsHaveOneOutputForEachTarget()
    {
        var json = new OutputMeaning { Task = "regression", Targets = ["y", "z"], Link = "identity" }.ToJson();
        json.Remove("further");
        Assert.Equal(2, OutputMeaning.FromJson(json).Outputs);
        json["further"] = new JsonArray("scale");
        Assert.Equal(4, OutputMeaning.FromJson(json).Outputs);
    }

    private static double Deviation(string form, double spread) => form switch
    {
        "root" => Math.Sqrt(spread),
        "half exponential" => Math.Exp(spread / 2),
        "mean absolute" => spread * Math.Sqrt(Math.PI / 2),
        _ => spread,
    };

    private static double MeanLoss(string loss, (double Feature, double Target, double Mean, double Spread)[] rows, Func<(double Feature, double Target, double Mean, double Spread), double> spread) =>
        Loss.Create(loss).Evaluate(new LossBatch<double>
        {
            Prediction = Array.ConvertAll(rows, row => row.Mean),
            Target = Array.ConvertAll(rows, row => row.Target),
            [Catalogue.Find(loss).Inputs[2].Name] = Array.ConvertAll(rows, row => spread(row)),
            Reduction = Reduction.Mean,
        }).Value;

    /// <summary>The loss at the best of many constants: 0.01 to 1000, in steps of 2 percent.</summary>
    private static double BestConstant(string loss, (double Feature, double Target, double Mean, double Spread)[] rows) =>
        Enumerable.Range(0, 582).Select(i => 0.01 * Math.Pow(1.02, i)).Min(constant => MeanLoss(loss, rows, _ => constant));

    private static double[] Numbers(string line) => [.. line.Split(',').Select(cell => double.Parse(cell, CultureInfo.InvariantCulture))];
}
