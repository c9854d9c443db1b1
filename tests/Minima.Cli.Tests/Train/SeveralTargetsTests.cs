using System.Xml.Linq;
using Minima.Cli.Tests.Compare;
using Xunit;

namespace Minima.Cli.Tests.Train;

/// <summary>Several targets that share a training: by which method, and what is seen of it.</summary>
public sealed class SeveralTargetsTests
{
    [Fact]
    public async Task TheLossIsTheMeanOfTheTargetsInTheirOwnScales()
    {
        using var folder = new TemporaryFolder();
        var report = (await CliRun.Good([.. Arguments(folder), "--epochs", "8", "--json"])).Json;

        // y is millions of times z; neither is lost.
        var first = report["history"]![0]!;
        Assert.InRange((double)first["loss"]!, 0.01, 10);
        Assert.Null(report["balance"]);
        Assert.All(report["scores"]!["targets"]!.AsArray(), one => Assert.True((double)one!["scores"]![0]!["metrics"]!["mae"]! < (double)one["scores"]![1]!["metrics"]!["mae"]!));
    }

    [Theory]
    [InlineData("pcgrad")]
    [InlineData("mgda")]
    [InlineData("famo")]
    [InlineData("uncertainty_weighting")]
    [InlineData("modo")]
    public async Task ABalancedTrainingPredictsAndIsResumedToTheLastBit(string balance)
    {
        using var folder = new TemporaryFolder();
        var (run, parts, whole) = (Path.Combine(folder.Path, "run"), Path.Combine(folder.Path, "parts"), Path.Combine(folder.Path, "whole"));
        string[] arguments = [.. Arguments(folder), "--balance", balance];
        await CliRun.Good([.. arguments, "--epochs", "2", "--checkpoints", run]);
        await CliRun.Good("resume", run, "--epochs", "4", "--save", parts);
        var report = (await CliRun.Good([.. arguments, "--epochs", "4", "--save", whole, "--json"])).Json;
        Assert.Equal(await File.ReadAllBytesAsync(whole + ".safetensors"), await File.ReadAllBytesAsync(parts + ".safetensors"));
        Assert.Equal(balance, (string?)report["balance"]);
        Assert.All(report["history"]!.AsArray(), one => Assert.True(double.IsFinite((double)one!["weight/y"]!)));
        var predicted = await CliRun.Good("predict", whole + ".json", Path.Combine(folder.Path, "data.csv"));
        Assert.Equal("y,z", predicted.Lines[0]);
        Assert.Equal(121, predicted.Lines.Length);
    }

    [Theory]
    [InlineData("en", "weight of each target's loss", "The targets share each step by pcgrad")]
    [InlineData("zh", "各目标损失的权重", "共享每一步")]
    public async Task ThePictureShowsEachTargetsLossWeightAndGradient(string language, string title, string heading)
    {
        using var folder = new TemporaryFolder();
        var picture = Path.Combine(folder.Path, "terms.svg");
        var run = await CliRun.Good([.. Arguments(folder), "--epochs", "8", "--balance", "pcgrad", "--plot", picture, "--language", language]);
        Assert.Contains(heading, run.Output, StringComparison.Ordinal);
        var svg = XDocument.Parse(await File.ReadAllTextAsync(picture));
        var words = svg.Descendants().Where(one => one.Name.LocalName == "text").Select(one => one.Value).ToArray();
        Assert.Contains(words, word => word.StartsWith(title, StringComparison.Ordinal));

        // Once in each of three panels.
        foreach (var target in (string[])["y", "z"]) Assert.Equal(3, words.Count(word => word == target));
        Assert.DoesNotContain("NaN", svg.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    public async Task OneTargetHasOnePanel(int epochs)
    {
        using var folder = new TemporaryFolder();
        var picture = Path.Combine(folder.Path, "loss.svg");
        var data = TrainTables.Write(folder, "data.csv", TrainTables.All(60));
        var report = (await CliRun.Good("train", data, "--target", "y", "--ignore", TrainTables.But("y"), "--epochs", $"{epochs}", "--plot", picture, "--json")).Json;
        Assert.Equal(picture, (string?)report["plot"]);
        var svg = XDocument.Parse(await File.ReadAllTextAsync(picture)).Descendants().ToArray();
        Assert.Single(svg, one => one.Value == "training");
        Assert.Single(svg, one => one.Value == "validation");
        Assert.DoesNotContain(svg, one => one.ToString().Contains("NaN", StringComparison.Ordinal));
    }

    private static string[] Arguments(TemporaryFolder folder)
    {
        var data = TrainTables.Write(folder, "data.csv", TrainTables.All(120));
        return ["train", data, "--target", "y,z", "--ignore", TrainTables.But("y", "z"), "--hidden", "16", "--learning-rate", "0.01"];
    }
}
