using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Minima.Cli.Terminal;
using Minima.Cli.Tests.Compare;
using Minima.Cli.Train;
using Minima.Tabular;
using Minima.Training;
using Minima.Training.Checkpoints;
using Xunit;

namespace Minima.Cli.Tests.Train;

/// <summary>Checkpoints whose contents another program changed, under a checksum that holds: each is read or refused in words, whatever stands in which field.</summary>
public sealed class HostileCheckpointTests
{
    private const string HeadEnd = "\"content\": ";
    private const string Tail = "\n}\n";

    private static readonly string[] Values = ["null", "true", "-1", "0.5", "1e300", "99999999999999999999", "\"elephant\"", "\"NaN\"", "\"\"", "[]", "{}", "[1, \"a\", null]", "{\"a\": [null]}"];

    /// <summary>Every field of a checkpoint, replaced by every kind of value.</summary>
    [SlowFact]
    public async Task EveryFieldIsReadOrRefusedWhateverItHolds()
    {
        using var folder = new TemporaryFolder();
        var path = await Made(folder);
        var content = Content(path);
        var tried = 0;
        for (var field = 0; field < Fields(JsonNode.Parse(content)!).Count; field++)
        {
            foreach (var value in Sweep.Sample(Values, Sweep.Of(0.15, 0.4, 1), value => $"{field} {value}"))
            {
                var changed = JsonNode.Parse(content)!;
                Fields(changed)[field](JsonNode.Parse(value));
                Seal(path, changed.ToJsonString());
                var store = new CheckpointStore(Path.GetDirectoryName(path)!);
                foreach (var search in (Func<CheckpointSearch>[])[store.TryLoadLatest, store.TryLoadBest])
                {
                    if (search().Found is not { } found) continue;
                    var problem = Record.Exception(() => Taken(found));
                    Assert.True(problem is null or TrainingException, $"{problem?.GetType().Name} of {changed.ToJsonString()}");
                    Assert.InRange(Encoding.UTF8.GetByteCount(problem?.Message ?? ""), 0, 4096);
                }

                tried++;
            }
        }

        Assert.InRange(tried, 100 * Sweep.Of(1, 3, Values.Length), int.MaxValue);
    }

    /// <summary>The settings and the data of a training, replaced in the same way: <c>minima resume</c> goes on or says why not, and never that Minima is at fault.</summary>
    [Theory]
    [SampledCases]
    [Case("null")]
    [Case("0.5")]
    [Case("\"elephant\"")]
    [Case("[1, \"a\", null]")]
    public async Task ResumeNeverBlamesItself(string value)
    {
        using var folder = new TemporaryFolder();
        var path = await Made(folder);
        var content = Content(path);
        var count = Fields(JsonNode.Parse(content)!).Count;
        for (var field = 0; field < count; field += 3)
        {
            var changed = JsonNode.Parse(content)!;
            Fields(changed)[field](JsonNode.Parse(value));
            Seal(path, changed.ToJsonString());
            var run = await CliRun.Of("resume", Path.GetDirectoryName(path)!, "--epochs", "1", "--threads", "1");
            Assert.True(run.Code != ExitCode.Unexpected, $"{run.Error} of {changed.ToJsonString()}");
        }
    }

    /// <summary>A setting that is not there, as in the checkpoint of an earlier version, has its usual value; without the table and its target there is no training.</summary>
    [Fact]
    public void ASettingThatIsNotThereHasItsUsualValue()
    {
        var usual = new TrainRequest { Path = "/data.csv", Targets = ["y"] };
        var names = usual.ToJson().Select(field => field.Key).ToArray();
        Assert.Contains("activation", names);
        foreach (var name in names)
        {
            var settings = usual.ToJson();
            settings.Remove(name);
            if (name is "path" or "targets") Assert.Throws<CheckpointException>(() => TrainRequest.FromJson(settings));
            else Assert.Equal(usual.ToJson().ToJsonString(), TrainRequest.FromJson(settings).ToJson().ToJsonString());
        }
    }

    /// <summary>What resume takes of a checkpoint before it trains.</summary>
    private static void Taken(Checkpoint found)
    {
        TrainRequest.FromJson(found.Model.DataTreatment[TrainRun.Settings]);
        if (found.Model.DataTreatment[TrainRun.Data] is JsonArray marks) DataMark.Check(marks);
        StateJson.Read(found.OptimizerState, found.OptimizerTensors);
        foreach (var _ in StateJson.ReadHistory(found.Model.Metrics))
        {
        }
    }

    /// <summary>A training of one epoch; the JSON of its only checkpoint.</summary>
    private static async Task<string> Made(TemporaryFolder folder)
    {
        var rows = string.Concat(Enumerable.Range(0, 24).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i % 5},{i % 3},{(0.25 * i) + (i % 4)},{i % 7}.5\n")));
        var data = TrainTables.Write(folder, "data.csv", "a,b,y,z\n" + rows);
        var run = Path.Combine(folder.Path, "run");
        await CliRun.Good("train", data, "--target", "y,z", "--balance", "uncertainty_weighting", "--hidden", "2", "--schedule", "plateau", "--epochs", "1", "--checkpoints", run);
        var all = Directory.GetFiles(run, "checkpoint-*.json").Order(StringComparer.Ordinal).ToArray();
        foreach (var earlier in all[..^1]) File.Delete(earlier);
        return all[^1];
    }

    private static string Content(string path)
    {
        var text = File.ReadAllText(path);
        return text[(text.IndexOf(HeadEnd, StringComparison.Ordinal) + HeadEnd.Length)..^Tail.Length];
    }

    private static void Seal(string path, string content) =>
        File.WriteAllText(path, $"{{\n\"format\": \"minima-checkpoint\",\n\"version\": 1,\n\"sha256\": \"{SealedJson.Hash(Encoding.UTF8.GetBytes(content))}\",\n{HeadEnd}{content}{Tail}");

    /// <summary>For each field and element, inner ones too, what puts another value there.</summary>
    private static List<Action<JsonNode?>> Fields(JsonNode node)
    {
        var all = new List<Action<JsonNode?>>();
        if (node is JsonObject fields)
        {
            foreach (var (name, value) in fields.ToArray())
            {
                all.Add(other => fields[name] = other);
                if (value is not null) all.AddRange(Fields(value));
            }
        }
        else if (node is JsonArray items)
        {
            for (var i = 0; i < items.Count; i++)
            {
                var place = i;
                all.Add(other => items[place] = other);
                if (items[i] is { } value) all.AddRange(Fields(value));
            }
        }

        return all;
    }
}
