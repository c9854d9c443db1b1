using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Minima.Cli.Tests.Compare;
using Minima.Cli.Tests.Evaluate;
using Minima.Cli.Tests.Fit;
using Xunit;

namespace Minima.Cli.Tests;

/// <summary>Every command takes every alias, and answers to it as to the canonical name: the same bytes.</summary>
public sealed class AliasTests
{
    private const int Rows = 24;

    public static TheoryData<string> Keys => [.. Catalogue.All.Where(entry => entry.Aliases.Count > 0).Select(entry => entry.Key)];

    [SlowTheory]
    [SlowData(nameof(Keys), Thin = 0.02)]
    public async Task ExplainAndLosses(string key)
    {
        foreach (var alias in Catalogue.Find(key).Aliases)
        {
            var (code, output, error) = await RunAsync("explain", alias, "--as", "csharp");
            Assert.Equal(await RunAsync("explain", key, "--as", "csharp"), (code, output, error));
            var (_, found, _) = await RunAsync("losses", "--search", alias, "--json");
            Assert.Contains(key, JsonElement.Parse(found).EnumerateArray().Select(l => l.GetProperty("key").GetString()!), StringComparer.Ordinal);
        }

        var last = Catalogue.Find(key).Aliases[^1];
        var (_, explained, _) = await RunAsync("explain", last, "--json");
        Assert.Equal(key, JsonElement.Parse(explained).GetProperty("loss").GetString());
        var (_, text, _) = await RunAsync("explain", last);
        Assert.StartsWith(key + ":", text, StringComparison.Ordinal);
    }

    [SlowTheory]
    [SlowData(nameof(Keys), Thin = 0.04)]
    public async Task Fit(string key)
    {
        var entry = Catalogue.Find(key);
        using var folder = new TemporaryFolder();
        var path = folder.Write("data.csv", Encoding.UTF8.GetBytes(Table(entry)));
        var expected = await RunAsync("fit", path, "--target", "y", "--loss", key, "--l2", "0.1", "--json");
        if (expected.Code == 0)
        {
            Assert.Equal(key, JsonElement.Parse(expected.Output).GetProperty("loss").GetString());
        }

        // A refusal is the same by every name, too; it adds the canonical name to the one that was typed.
        foreach (var alias in entry.Aliases)
        {
            var (code, output, error) = await RunAsync("fit", path, "--target", "y", "--loss", alias, "--l2", "0.1", "--json");
            Assert.Equal(expected, (code, output, error.Replace($"{alias} ({key})", key, StringComparison.Ordinal)));
        }
    }

    [SlowTheory]
    [SlowData(nameof(Keys), Thin = 0.04)]
    public async Task Compare(string key)
    {
        var entry = Catalogue.Find(key);
        using var folder = new TemporaryFolder();
        var path = folder.Write("data.csv", Encoding.UTF8.GetBytes(Table(entry)));
        string[] options = ["--target", "y", "--folds", "2", "--repeats", "1", "--threads", "1", "--json", "--no-timing"];
        var expected = await RunAsync(["compare", path, "--loss", key, .. options]);
        Assert.Contains(key, expected.Code == 0 ? expected.Output : expected.Error, StringComparison.Ordinal);
        foreach (var alias in entry.Aliases)
        {
            Assert.Equal(expected, await RunAsync(["compare", path, "--loss", alias, .. options]));
        }
    }

    [SlowFact]
    public void Evaluate()
    {
        var rows = ReferenceFile.Lines("reference.jsonl").Select(line => JsonNode.Parse(line)!.AsObject()).GroupBy(row => (string)row["loss"]!, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
        var asked = 0;
        foreach (var entry in Catalogue.All.Where(entry => rows.ContainsKey(entry.Key)))
        {
            var lines = entry.Aliases.Prepend(entry.Key).Select(name => With(rows[entry.Key], name)).ToArray();
            var answers = Ask.Lines(lines);
            Assert.All(answers, answer => Assert.Equal(entry.Key, answer.GetProperty("loss").GetString()));
            Assert.Single(answers.Select(answer => answer.GetProperty("value").GetRawText()).Distinct(StringComparer.Ordinal));
            asked += answers.Length;
        }

        Assert.True(asked >= Catalogue.All.Count * 3 / 2, $"only {asked.ToString(CultureInfo.InvariantCulture)} names have a row to ask with");
    }

    private static string With(JsonObject row, string name)
    {
        var copy = row.DeepClone().AsObject();
        copy["loss"] = name;
        return copy.ToJsonString();
    }

    /// <summary>A small table whose target suits the loss: classes, counts or numbers.</summary>
    private static string Table(LossEntry entry)
    {
        var features = FitSamples.Features(3, Rows, 2);
        var target = entry.Row is not null ? Enumerable.Range(0, Rows).Select(i => (double)(i % 3)).ToArray()
            : (entry.Inputs.Count > 1 && entry.Inputs[1].Domain.IsLabel) || (entry.Task.HasFlag(LossTask.Binary) && !entry.Task.HasFlag(LossTask.Regression)) ? FitSamples.Classes(3, features)
            : FitSamples.Target(3, features, 1);
        return FitRun.Csv(features, entry.Link == PredictionLink.Log ? Array.ConvertAll(target, y => Math.Round(Math.Exp(y / 3) * 2) + 1) : target);
    }

    /// <summary>What was said, without what differs from run to run, and without the command line as it was typed.</summary>
    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var error = new StringWriter(CultureInfo.InvariantCulture);
        var code = await CommandLine.RunAsync(arguments, output, error);
        var told = error.ToString().ReplaceLineEndings("\n").Split('\n').Where(line => !line.StartsWith("took ", StringComparison.Ordinal) && !line.StartsWith("fitting ", StringComparison.Ordinal) && !line.StartsWith("  ", StringComparison.Ordinal));
        var lines = output.ToString().ReplaceLineEndings("\n").Split('\n').Where(line => !line.StartsWith("  \"command\": ", StringComparison.Ordinal));
        return (code, string.Join('\n', lines), string.Join('\n', told));
    }
}
