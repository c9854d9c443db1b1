using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Minima.Cli.Terminal;
using Minima.Cli.Tests.Compare;
using Minima.Training;
using Xunit;

namespace Minima.Cli.Tests.Doctor;

/// <summary>The command examines what <c>minima train</c> would train, and its exit code tells whether that is worth it.</summary>
public sealed class DoctorCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task ASoundTrainingEndsWithZero()
    {
        var (code, output, error) = await RunAsync("doctor", Numbers(), "--target", "y", "--learning-rate", "0.01");
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("Nothing was found.", output, StringComparison.Ordinal);
        Assert.Contains("0 severe, 0 warnings, 0 notes.", output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', output);
    }

    [Fact]
    public async Task AWarningEndsWithZeroToo()
    {
        var (code, output, _) = await RunAsync("doctor", Numbers(), "--target", "y", "--learning-rate", "1e-9", "--optimizer", "sgd");
        Assert.Equal(0, code);
        Assert.Contains("warning learning-rate-small: Why does my loss go down so slowly?", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ASevereFindingEndsWithOne()
    {
        var (code, output, _) = await RunAsync("doctor", Numbers(), "--target", "y", "--learning-rate", "1e4", "--optimizer", "sgd");
        Assert.Equal(1, code);
        Assert.Contains("SEVERE learning-rate-large: Why does my loss explode?", output, StringComparison.Ordinal);
        Assert.Contains("docs/doctor/learning-rate-large.md", output, StringComparison.Ordinal);
        Assert.Contains("Not looked at:", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "cause", "Passed checks:")]
    [InlineData("zh", "原因", "检查过、正常：")]
    public async Task TheReportFitsAndSpeaksBothLanguages(string language, params string[] words)
    {
        var (_, output, _) = await RunAsync("doctor", Classes(), "--target", "kind", "--learning-rate", "1e4", "--optimizer", "sgd", "--language", language);
        Assert.All(words, word => Assert.Contains(word, output, StringComparison.Ordinal));
        Assert.All(output.Split('\n'), line => Assert.True(TextWidth.Of(line.TrimEnd('\r')) <= 80, line));
    }

    [Fact]
    public async Task JsonHoldsEverythingInBothLanguages()
    {
        var (code, output, _) = await RunAsync("doctor", Classes(), "--target", "kind", "--learning-rate", "1e4", "--optimizer", "sgd", "--json");
        Assert.Equal(1, code);
        using var json = JsonDocument.Parse(output);
        var root = json.RootElement;
        Assert.True(root.GetProperty("severe").GetBoolean());
        Assert.False(root.GetProperty("healthy").GetBoolean());
        Assert.Equal(("sgd", 1e4), (root.GetProperty("optimizer").GetString(), root.GetProperty("learning_rate").GetDouble()));
        var finding = root.GetProperty("findings")[0];
        var entry = Diagnoses.Find(finding.GetProperty("code").GetString()!);
        Assert.Equal(("severe", entry.English.Remedy, entry.Chinese.Remedy), (finding.GetProperty("severity").GetString(), finding.GetProperty("english").GetProperty("remedy").GetString(), finding.GetProperty("chinese").GetProperty("remedy").GetString()));
        Assert.Contains(root.GetProperty("checks").EnumerateArray(), check => check.GetProperty("check").GetString() == "first loss" && check.GetProperty("status").GetString() == "healthy");
    }

    [Fact]
    public async Task TheSameLineHasTheSameReport()
    {
        string[] line = ["doctor", Classes(), "--target", "kind", "--seed", "7"];
        Assert.Equal((await RunAsync(line)).Output, (await RunAsync(line)).Output);
    }

    [Fact]
    public async Task AColumnThatGivesTheTargetAwayIsNamed()
    {
        var table = new StringBuilder("noise,euros,y\n");
        for (var i = 0; i < 100; i++) table.Append(CultureInfo.InvariantCulture, $"{i * 37 % 101},{(3 * (i * 7 % 23)) + 1}.25,{i * 7 % 23}.5\n");
        var (_, output, _) = await RunAsync("doctor", Write("leak.csv", table.ToString()), "--target", "y");
        Assert.Contains("warning target-leak", output, StringComparison.Ordinal);
        Assert.Contains("column euros tells the target", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheLineOfATrainingIsTakenAndNothingIsWritten()
    {
        var path = Numbers();
        var before = Directory.GetFileSystemEntries(_folder.Path);
        var (code, _, error) = await RunAsync(
            "doctor", path, "--target", "y", "--epochs", "3", "--save", Path.Combine(_folder.Path, "MODEL"), "--checkpoints", Path.Combine(_folder.Path, "RUN"), "--log", Path.Combine(_folder.Path, "log.jsonl"),
            "--schedule", "cosine", "--stop-early", "5", "--clip", "1");
        Assert.Equal((0, ""), (code, error));
        Assert.Equal(before, Directory.GetFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData(new[] { "doctor" }, ExitCode.Usage, "doctor: no table is given")]
    [InlineData(new[] { "doctor", "DATA", "--target", "z" }, ExitCode.Data, "'z'")]
    [InlineData(new[] { "doctor", "DATA", "--target", "y", "--loss", "hubr" }, ExitCode.Loss, "huber")]
    [InlineData(new[] { "doctor", "DATA", "--target", "y", "--learning-rate", "-1" }, ExitCode.Usage, "--learning-rate is -1")]
    [InlineData(new[] { "doctor", "DATA", "--target", "y", "--steps", "19" }, ExitCode.Usage, "at least 20")]
    [InlineData(new[] { "doctor", "nosuch.csv", "--target", "y" }, ExitCode.File, "no such file")]
    [InlineData(new[] { "doctor", "replay" }, ExitCode.Usage, "minima doctor replay --help")]
    [InlineData(new[] { "doctor", "replay", "nosuch" }, ExitCode.File, "no such file")]
    public async Task ErrorsAreKind(string[] arguments, int expected, string words)
    {
        var path = Numbers();
        var (code, output, error) = await RunAsync([.. arguments.Select(argument => argument == "DATA" ? path : argument)]);
        Assert.Equal((expected, ""), (code, output));
        Assert.Contains(words, error, StringComparison.Ordinal);
        Assert.DoesNotContain("unexpected", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AReplayFindsWhereTheTrainingStopped()
    {
        var run = Path.Combine(_folder.Path, "RUN");
        var (stopped, _, said) = await RunAsync("train", Numbers(), "--target", "y", "--optimizer", "sgd", "--learning-rate", "1e12", "--checkpoints", run);
        Assert.Equal(ExitCode.Diverged, stopped);
        var replay = Path.Combine(run, "replay");
        Assert.Contains($"minima doctor replay {replay}", said, StringComparison.Ordinal);
        var (code, output, error) = await RunAsync("doctor", "replay", replay);
        Assert.Equal((1, ""), (code, error));
        Assert.StartsWith("SEVERE nan-overflow: Why does my loss become NaN or infinite after some steps?", output, StringComparison.Ordinal);
        var (_, chinese, _) = await RunAsync("doctor", "replay", replay, "--language", "zh");
        Assert.StartsWith("严重 nan-overflow：为什么训练几步后 loss 变成 NaN 或 inf", chinese, StringComparison.Ordinal);
        using var json = JsonDocument.Parse((await RunAsync("doctor", "replay", replay, "--json")).Output);
        Assert.Equal("nan-overflow", json.RootElement.GetProperty("finding").GetProperty("code").GetString());
        Assert.True(json.RootElement.GetProperty("step").GetInt32() >= 1);

        // The lines of the file that the training named when it stopped, and the file.
        var lines = Regex.Match(said, @"rows\s+lines (?<first>\d+(, \d+)*).* of numbers\.csv", RegexOptions.ExplicitCapture, TimeSpan.FromMinutes(1)).Groups["first"].Value;
        var first = lines.Split(", ")[0];
        Assert.Equal("numbers.csv", json.RootElement.GetProperty("source").GetString());
        Assert.Equal("line", json.RootElement.GetProperty("row_word").GetString());
        Assert.Equal(first, json.RootElement.GetProperty("rows")[0].GetRawText());
        Assert.Contains($"lines     {lines}", output, StringComparison.Ordinal);
        Assert.Contains("of numbers.csv", output, StringComparison.Ordinal);
        Assert.Contains($"行    {lines.Replace(", ", "、", StringComparison.Ordinal)}", chinese, StringComparison.Ordinal);
    }

    /// <summary>Several targets are terms of their own, which a replay needs to know.</summary>
    [Fact]
    public async Task AReplayKnowsSeveralTargets()
    {
        var table = new StringBuilder("a,b,y,z\n");
        for (var i = 0; i < 60; i++) table.Append(CultureInfo.InvariantCulture, $"{i * 7 % 23},{i * 5 % 19},{i % 23}.5,{100 + (i * 3 % 17)}\n");
        var model = Path.Combine(_folder.Path, "MODEL");
        var (stopped, _, said) = await RunAsync("train", Write("two.csv", table.ToString()), "--target", "y,z", "--optimizer", "sgd", "--learning-rate", "1e12", "--save", model);
        Assert.Equal(ExitCode.Diverged, stopped);
        var replay = Regex.Match(said, @"minima doctor replay (?<path>\S+)", RegexOptions.ExplicitCapture, TimeSpan.FromMinutes(1)).Groups["path"].Value;
        var (code, output, error) = await RunAsync("doctor", "replay", replay);
        Assert.Equal((ExitCode.Wrong, ""), (code, error));
        Assert.Contains("nan-overflow", output, StringComparison.Ordinal);
        Assert.Contains("of two.csv", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AModelIsNoReplay()
    {
        var model = Path.Combine(_folder.Path, "MODEL");
        Assert.Equal(0, (await RunAsync("train", Numbers(), "--target", "y", "--epochs", "1", "--save", model)).Code);
        var (code, _, error) = await RunAsync("doctor", "replay", model);
        Assert.Equal(ExitCode.File, code);
        Assert.Contains("is a model, not a replay", error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>A number that two columns tell.</summary>
    private string Numbers()
    {
        var table = new StringBuilder("a,b,y\n");
        for (var i = 0; i < 120; i++) table.Append(CultureInfo.InvariantCulture, $"{i * 7 % 23},{i * 5 % 19},{(2 * (i * 7 % 23)) - (i * 5 % 19) + (i * 3 % 5)}.5\n");
        return Write("numbers.csv", table.ToString());
    }

    /// <summary>Three classes that two columns tell.</summary>
    private string Classes()
    {
        var table = new StringBuilder("a,b,kind\n");
        for (var i = 0; i < 120; i++) table.Append(CultureInfo.InvariantCulture, $"{(i % 3 * 4) + (i * 7 % 5)},{(i % 3 == 1 ? 6 : 0) + (i * 3 % 4)},{(i % 3) switch { 0 => "red", 1 => "green", _ => "blue" }}\n");
        return Write("classes.csv", table.ToString());
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.Path, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var error = new StringWriter(CultureInfo.InvariantCulture);
        return (await CommandLine.RunAsync(arguments, output, error), output.ToString(), error.ToString());
    }
}
