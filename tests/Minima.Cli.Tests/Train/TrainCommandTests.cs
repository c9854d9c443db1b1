using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Minima.Cli.Tests.Compare;
using Xunit;

namespace Minima.Cli.Tests.Train;

/// <summary>From a table to a network, to predictions, to scores.</summary>
public sealed class TrainCommandTests
{
    /// <summary>Target, loss (empty for the default), the metric that must be better than the constant's, what predictions are called.</summary>
    public static TheoryData<string, string, string, string> Paths => new()
    {
        { "y", "", "mae", "prediction" },
        { "y", "huber:delta=100", "mae", "prediction" },
        { "y", "log_cosh", "mae", "prediction" },
        { "y", "abs(p - t)^1.5", "mae", "prediction" },
        { "z", "mae", "mae", "prediction" },
        { "count", "", "deviance", "prediction" },
        { "answer", "", "log-loss", "probability,class" },
        { "answer", "hinge", "accuracy", "score,class" },
        { "answer", "exponential", "log-loss", "probability,class" },
        { "answer", "softplus(-(2*t - 1)*p)", "log-loss", "probability,class" },
        { "kind", "", "log-loss", "probability_down,probability_flat,probability_up,class" },
        { "kind", "multi_margin", "accuracy", "score_down,score_flat,score_up,class" },
        { "kind", "sparsemax", "accuracy", "probability_down,probability_flat,probability_up,class" },
        { "grade", "", "rank-mae", "prediction" },
        { "grade", "cross_entropy", "rank-mae", "probability_1,probability_2,probability_3,probability_4,class" },
        { "l,m", "", "log-loss", "probability_l,probability_m,l,m" },
        { "l,m", "squared_hinge", "hamming", "probability_l,probability_m,l,m" },
        { "y,z", "", "mae", "y,z" },
    };

    [SlowTheory]
    [MemberData(nameof(Paths))]
    public async Task ATableBecomesANetworkThatPredictsAndIsScored(string target, string loss, string metric, string header)
    {
        using var folder = new TemporaryFolder();
        var data = TrainTables.Write(folder, "data.csv", TrainTables.All(240));
        var held = TrainTables.Write(folder, "held.csv", TrainTables.All(60, seed: 2));
        var model = Path.Combine(folder.Path, "model");
        string[] arguments =
        [
            "train", data, "--target", target, "--ignore", TrainTables.But([.. target.Split(','), "colour"]), "--hidden", "16", "--epochs", "40", "--learning-rate", "0.01",
            "--validation-file", held, "--save", model, "--json", .. loss.Length > 0 ? new[] { "--loss", loss } : [],
        ];
        var trained = (await CliRun.Good(arguments)).Json;
        var scored = (await CliRun.Good("score", model + ".json", held, "--json")).Json;

        // The network is the best one, and it is what was saved: the same numbers to the last digit.
        Assert.Equal("validation", (string?)trained["scored_on"]);
        Assert.Equal(trained["scores"]!["targets"]!.ToJsonString(), WithoutLoss(scored["targets"]!).ToJsonString());
        foreach (var one in scored["targets"]!.AsArray())
        {
            var network = (double)one!["scores"]![0]!["metrics"]![metric]!;
            var constant = (double)one["scores"]![1]!["metrics"]![metric]!;
            Assert.True(metric == "accuracy" ? network > constant + 0.1 : network < 0.9 * constant, $"{one}");
            Assert.True(double.IsFinite((double)one["mean_loss"]!));
        }

        var predicted = await CliRun.Good("predict", model + ".json", held);
        Assert.Equal(header, predicted.Lines[0]);
        Assert.Equal(61, predicted.Lines.Length);

        // Columns that are not the model's do not matter, nor does a target that nobody knows.
        var plain = TrainTables.Write(folder, "plain.csv", string.Join('\n', File.ReadLines(held).Select(line => string.Join(',', line.Split(',').Take(3).Reverse()))) + "\n");
        Assert.Equal(predicted.Output, (await CliRun.Good("predict", model + ".safetensors", plain)).Output);
        Assert.Equal(60, JsonNode.Parse((await CliRun.Good("predict", model, held, "--json")).Output)!["values"]!.AsArray().Count);
        Assert.Equal(61, (await CliRun.Good("predict", model, held, "--scale", "link")).Lines.Length);
    }

    [Fact]
    public async Task TheLossIsToldInTheUnitsOfTheTarget()
    {
        using var folder = new TemporaryFolder();
        var data = TrainTables.Write(folder, "data.csv", TrainTables.All(200));
        var model = Path.Combine(folder.Path, "model");
        var trained = (await CliRun.Good("train", data, "--target", "y", "--ignore", TrainTables.But("y"), "--loss", "mse", "--hidden", "16", "--epochs", "15", "--save", model, "--json")).Json;
        var best = trained["history"]!.AsArray().Single(epoch => (int)epoch!["epoch"]! == (int)trained["best_epoch"]!)!;
        var rmse = (double)trained["scores"]!["targets"]![0]!["scores"]![0]!["metrics"]!["rmse"]!;
        Assert.Equal(rmse * rmse, (double)best["validation_loss"]!, 1e-4 * rmse * rmse);
        Assert.Equal((double)best["mae"]!, (double)trained["scores"]!["targets"]![0]!["scores"]![0]!["metrics"]!["mae"]!, 1e-3);
    }

    [Fact]
    public async Task NumbersFarFromZeroKeepTheirDifferences()
    {
        using var folder = new TemporaryFolder();
        var lines = TrainTables.All(200).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var shifted = lines.Skip(1).Select(line => line.Split(',')).Select(cells => string.Create(CultureInfo.InvariantCulture, $"{cells[0]},{cells[1]},{1_700_000_000 + (double.Parse(cells[3], CultureInfo.InvariantCulture) / 1000):0.0000}"));
        var data = TrainTables.Write(folder, "data.csv", "a,b,y\n" + string.Join('\n', shifted) + "\n");
        var run = (await CliRun.Good("train", data, "--target", "y", "--loss", "mse", "--epochs", "60", "--learning-rate", "0.01", "--json")).Json;
        Assert.True((double)run["scores"]!["targets"]![0]!["scores"]![0]!["metrics"]!["r2"]! > 0.8, run["scores"]!.ToJsonString());
    }

    [Fact]
    public async Task TheSameSeedGivesTheSameFilesWhateverTheThreads()
    {
        using var folder = new TemporaryFolder();
        var data = TrainTables.Write(folder, "data.csv", TrainTables.All(150));
        async Task<(byte[] Weights, byte[] Json)> Run(string name, params string[] more)
        {
            var model = Path.Combine(folder.Path, name);
            await CliRun.Good(["train", data, "--target", "answer", "--ignore", TrainTables.But("answer"), "--epochs", "4", "--hidden", "300,40", "--dropout", "0.1", "--save", model, .. more]);
            return (await File.ReadAllBytesAsync(model + ".safetensors"), await File.ReadAllBytesAsync(model + ".json"));
        }

        var one = await Run("one", "--threads", "1");
        var three = await Run("three", "--threads", "3");
        var other = await Run("other", "--seed", "2");
        Assert.Equal(one.Weights, three.Weights);
        Assert.Equal(one.Json, three.Json);
        Assert.NotEqual(one.Weights, other.Weights);
    }

    [Theory]
    [InlineData("--normalise", "layer")]
    [InlineData("--normalise", "batch", "--batch", "31")]
    [InlineData("--optimizer", "sgd:momentum=0.9,nesterov=yes", "--schedule", "one_cycle", "--clip", "1")]
    [InlineData("--optimizer", "lbfgs", "--epochs", "20")]
    [InlineData("--optimizer", "adamw", "--weight-decay", "0.01", "--warm-up", "10", "--schedule", "cosine:least=0.1")]
    [InlineData("--schedule", "plateau:patience=2")]
    [InlineData("--accumulate", "4", "--batch", "8")]
    [InlineData("--hidden", "none")]
    [InlineData("--activation", "gelu", "--dropout", "0.1")]
    [InlineData("--weight", "w")]
    [InlineData("--no-guard")]
    [InlineData("--group", "w")]
    [InlineData("--time", "w", "--validation", "0.4")]
    public async Task EveryOptionTrains(params string[] options)
    {
        using var folder = new TemporaryFolder();
        var data = TrainTables.Write(folder, "data.csv", TrainTables.All(156));
        string[] weight = options.Contains("w", StringComparer.Ordinal) ? ["w"] : [];
        var run = (await CliRun.Good(["train", data, "--target", "y", "--ignore", TrainTables.But(["y", .. weight]), "--learning-rate", "0.01", .. options, .. options.Contains("--epochs", StringComparer.Ordinal) ? [] : new[] { "--epochs", "30" }, "--json"])).Json;
        var metrics = run["scores"]!["targets"]![0]!["scores"]!;
        Assert.True((double)metrics[0]!["metrics"]!["mae"]! < 0.7 * (double)metrics[1]!["metrics"]!["mae"]!, metrics.ToJsonString());
    }

    [Theory]
    [InlineData("answer", "yes")]
    [InlineData("kind", "up")]
    public async Task BalancedClassesAreFoundMoreOften(string target, string rare)
    {
        using var folder = new TemporaryFolder();

        // Of the rare class one row in five stays.
        var kept = 0;
        var lines = TrainTables.All(400).Split('\n').Where(line => !line.Contains($",{rare},", StringComparison.Ordinal) || kept++ % 5 == 0);
        var data = TrainTables.Write(folder, "data.csv", string.Join('\n', lines));
        async Task<int> Found(string word)
        {
            var model = Path.Combine(folder.Path, word);
            await CliRun.Good("train", data, "--target", target, "--ignore", TrainTables.But(target), "--epochs", "30", "--hidden", "8", "--class-weights", word, "--save", model);
            return (await CliRun.Good("predict", model, data)).Lines.Count(line => line.EndsWith("," + rare, StringComparison.Ordinal));
        }

        var balanced = await Found("balanced");
        Assert.True(balanced > await Found("none"));
        Assert.Equal(balanced, await Found("BALANCED"));
    }

    [Fact]
    public async Task TheReportSaysWhatWasDoneAndWhatToDoNext()
    {
        using var folder = new TemporaryFolder();
        var data = TrainTables.Write(folder, "data.csv", TrainTables.All(120));
        var model = Path.Combine(folder.Path, "model.v2");
        string[] arguments = ["train", data, "--target", "y", "--ignore", TrainTables.But("y", "colour"), "--epochs", "3", "--save", model];
        var english = await CliRun.Good(arguments);
        Assert.Contains("data.csv: 96 rows to train on, 24 to validate; 5 features, target 'y'", english.Output, StringComparison.Ordinal);
        Assert.Contains("constant (mean)", english.Output, StringComparison.Ordinal);
        Assert.Contains($"minima predict {model}.json NEW.csv", english.Output, StringComparison.Ordinal);
        Assert.Contains("epoch 3/3  loss ", english.Error, StringComparison.Ordinal);
        Assert.All(english.Lines.Where(line => !line.Contains(folder.Path, StringComparison.Ordinal)), line => Assert.True(line.Length <= 80, line));
        var chinese = await CliRun.Good([.. arguments, "--language", "zh"]);
        Assert.Contains("96 行训练，24 行验证", chinese.Output, StringComparison.Ordinal);
        Assert.Contains("接下来：", chinese.Output, StringComparison.Ordinal);
        Assert.Contains("轮次 3/3  损失 ", chinese.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("epochs", chinese.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LogsHaveALineForEachEpochAndSayWhereATrainingWasResumed()
    {
        using var folder = new TemporaryFolder();
        var data = TrainTables.Write(folder, "data.csv", TrainTables.All(100));
        var (log, board, run) = (Path.Combine(folder.Path, "log.jsonl"), Path.Combine(folder.Path, "board"), Path.Combine(folder.Path, "run"));
        await CliRun.Good("train", data, "--target", "y", "--ignore", TrainTables.But("y"), "--epochs", "3", "--log", log, "--tensorboard", board, "--checkpoints", run);
        await CliRun.Good("resume", run, "--epochs", "5");
        var events = File.ReadLines(log).Select(line => JsonNode.Parse(line)!).ToArray();
        Assert.Equal(["started", "epoch", "epoch", "epoch", "ended", "resumed", "epoch", "epoch", "ended"], events.Select(one => (string)one["event"]!), StringComparer.Ordinal);
        Assert.Equal([1, 2, 3, 4, 5], events.Where(one => (string?)one["event"] == "epoch").Select(one => (int)one["epoch"]!));
        Assert.All(events.Where(one => (string?)one["event"] == "epoch"), one => Assert.True((double)one["validation_loss"]! > 0));
        Assert.Equal(2, Directory.GetFiles(board).Length);
        Assert.All(Directory.GetFiles(board), file => Assert.True(new FileInfo(file).Length > 500));
    }

    /// <summary>Steps a thousand times too large, then none: what is found is told, and only once.</summary>
    [Theory]
    [InlineData("en", "loss-rises: the training loss of epoch", "Lower the learning rate")]
    [InlineData("zh", "loss-rises：第", "把学习率降到十分之一")]
    public async Task WhatIsWrongWithATrainingIsToldOnce(string language, string measured, string remedy)
    {
        using var folder = new TemporaryFolder();
        var data = TrainTables.Write(folder, "data.csv", TrainTables.All(120));
        var run = await CliRun.Good("train", data, "--target", "y", "--ignore", TrainTables.But("y"), "--loss", "mse", "--optimizer", "sgd", "--learning-rate", "3", "--hidden", "none", "--epochs", "5", "--stop-early", "0", "--language", language);
        var said = Regex.Replace(run.Error, @"\s*\n\s*", language == "zh" ? "" : " ", RegexOptions.None, TimeSpan.FromMinutes(1));
        Assert.Contains(measured, said, StringComparison.Ordinal);
        Assert.Contains(remedy, said, StringComparison.Ordinal);
        Assert.Equal(2, said.Split("loss-rises").Length);

        // In the units of the lines around it.
        Assert.Contains(Regex.Match(run.Error, @"1/5\s+(loss|损失) (?<figure>\S{4})", RegexOptions.ExplicitCapture, TimeSpan.FromMinutes(1)).Groups["figure"].Value, said[said.IndexOf("loss-rises", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    [Fact]
    public async Task OfAHealthyTrainingNothingIsTold()
    {
        using var folder = new TemporaryFolder();
        var data = TrainTables.Write(folder, "data.csv", TrainTables.All(240));
        var run = await CliRun.Good("train", data, "--target", "y", "--ignore", TrainTables.But("y", "colour"), "--learning-rate", "0.01", "--epochs", "20");
        Assert.All(run.Error.ReplaceLineEndings("\n").TrimEnd().Split('\n'), line => Assert.StartsWith("epoch ", line, StringComparison.Ordinal));
    }

    /// <summary>Everything that a Chinese reader is told of an epoch is Chinese.</summary>
    [Theory]
    [InlineData("answer", "准确率")]
    [InlineData("kind", "准确率")]
    [InlineData("l,m", "准确率")]
    [InlineData("y", "平均绝对误差")]
    public async Task FiguresHaveChineseNames(string target, string name)
    {
        using var folder = new TemporaryFolder();
        var data = TrainTables.Write(folder, "data.csv", TrainTables.All(80));
        var run = await CliRun.Good("train", data, "--target", target, "--ignore", TrainTables.But(target.Split(',')), "--epochs", "2", "--normalise", "layer", "--language", "zh");
        Assert.Matches($@"^轮次 1/2  损失 \S+  验证 \S+  {name} \S+  约剩 \S+ 秒\s*$", run.Error.Split('\n')[0]);
        Assert.Matches($@"{name}[\d.]+；网络取其权重", Regex.Replace(run.Output, @"\s+", "", RegexOptions.None, TimeSpan.FromMinutes(1)));
        Assert.Contains("（relu、层归一化）", run.Output, StringComparison.Ordinal);

        // Logs have the same names in every language.
        var english = await CliRun.Good("train", data, "--target", target, "--ignore", TrainTables.But(target.Split(',')), "--epochs", "1");
        Assert.Matches(@"  (accuracy|mae) \S+", english.Error);
    }

    private static JsonNode WithoutLoss(JsonNode targets)
    {
        var copy = targets.DeepClone();
        foreach (var one in copy.AsArray()) one!["mean_loss"] = null;
        return copy;
    }
}
