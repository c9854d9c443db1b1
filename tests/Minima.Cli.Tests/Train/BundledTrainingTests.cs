using Minima.Cli.Terminal;
using Minima.Cli.Tests.Compare;
using Xunit;

namespace Minima.Cli.Tests.Train;

/// <summary><c>minima train --data</c>: the tables that come with Minima, as fit, boost and compare take them.</summary>
public sealed class BundledTrainingTests
{
    [Fact]
    public async Task ABundledTableTrainsAsItsFileDoes()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "data", "diabetes.csv"))) root = Path.GetDirectoryName(root.TrimEnd(Path.DirectorySeparatorChar))!;
        var file = Path.Combine(root, "data", "diabetes.csv");
        var bundled = (await CliRun.Good("train", "--data", "diabetes", "--epochs", "2", "--json")).Json;
        var read = (await CliRun.Good("train", file, "--target", "progression", "--epochs", "2", "--json")).Json;
        Assert.Equal("diabetes", (string?)bundled["data"]);
        Assert.Equal("progression", (string?)bundled["targets"]![0]);
        Assert.Equal(read["history"]!.ToJsonString(), bundled["history"]!.ToJsonString());
        Assert.Equal("bmi", (string?)(await CliRun.Good("train", "--data", "diabetes", "--target", "bmi", "--epochs", "1", "--json")).Json["targets"]![0]);
    }

    [Fact]
    public async Task ItIsResumedToTheSameBits()
    {
        using var folder = new TemporaryFolder();
        var (run, parts, whole) = (Path.Combine(folder.Path, "run"), Path.Combine(folder.Path, "parts"), Path.Combine(folder.Path, "whole"));
        string[] arguments = ["train", "--data", "margins", "--hidden", "4"];
        await CliRun.Good([.. arguments, "--epochs", "2", "--checkpoints", run]);
        await CliRun.Good("resume", run, "--epochs", "4", "--save", parts);
        await CliRun.Good([.. arguments, "--epochs", "4", "--save", whole]);
        Assert.Equal(await File.ReadAllBytesAsync(whole + ".safetensors", TestContext.Current.CancellationToken), await File.ReadAllBytesAsync(parts + ".safetensors", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task TheDoctorExaminesIt()
    {
        var run = await CliRun.Of("doctor", "--data", "diabetes", "--hidden", "8", "--steps", "20");
        Assert.StartsWith("diabetes: ", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("train: there is no bundled data set 'diabetis'; there are ", "--data", "diabetis")]
    [InlineData("train: both a file ('x.csv') and --data diabetes are given", "x.csv", "--data", "diabetes")]
    [InlineData("train: both --data diabetes and --from are given", "--data", "diabetes", "--from", "duckdb:x.parquet", "--target", "y")]
    [InlineData("train: no table is given")]
    [InlineData("train: --from needs --target COLUMN", "--from", "duckdb:x.parquet")]
    public async Task OtherNamesAreRefused(string message, params string[] options)
    {
        var english = await CliRun.Of(["train", .. options, "--language", "en"]);
        Assert.Equal(ExitCode.Usage, english.Code);
        Assert.Contains(message, english.Error.ReplaceLineEndings(" "), StringComparison.Ordinal);
        var chinese = await CliRun.Of(["train", .. options, "--language", "zh"]);
        Assert.Equal(ExitCode.Usage, chinese.Code);
        Assert.True(chinese.Error.AsSpan().ContainsAnyInRange('\u4e00', '\u9fff'), chinese.Error);
    }

    [Fact]
    public async Task AFileNeedsATarget()
    {
        using var folder = new TemporaryFolder();
        var run = await CliRun.Of("train", TrainTables.Write(folder, "data.csv", TrainTables.All(20)));
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains("data.csv needs --target COLUMN", run.Error, StringComparison.Ordinal);
    }
}
