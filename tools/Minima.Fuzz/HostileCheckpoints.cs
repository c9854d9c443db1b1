using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Minima.Cli;
using Minima.Cli.Terminal;
using Minima.Training;
using Minima.Training.Checkpoints;

namespace Minima.Fuzz;

/// <summary>
/// Folders of checkpoints as a failing disk, another program or a stranger leaves them. Contents are changed below their checksum too, which is then made to hold
/// again: what reads the fields must refuse them itself.
/// </summary>
internal static class HostileCheckpoints
{
    private const int ResumesForReads = 10;
    private const string HeadEnd = "\"content\": ";
    private const string Tail = "\n}\n";

    private static readonly TimeSpan LongestTraining = TimeSpan.FromSeconds(4);
    private static readonly string Place = Directory.CreateTempSubdirectory("minima-fuzz-checkpoints").FullName;
    private static readonly string Folder = Path.Combine(Place, "run");

    /// <summary>Trainings that keep different things: moments, a plateau and dropout; a line search; two targets in balance.</summary>
    private static readonly string[][] Trainings =
    [
        ["--hidden", "3", "--schedule", "plateau", "--dropout", "0.1", "--normalise", "batch"],
        ["--hidden", "none", "--optimizer", "lbfgs", "--loss", "huber:delta=0.5"],
        ["--hidden", "2", "--target", "y,z", "--balance", "uncertainty_weighting", "--optimizer", "sgd:momentum=0.9", "--checkpoint-every", "1"],
    ];

    private static readonly Lazy<Saved>[] Made = Array.ConvertAll(Trainings, options => new Lazy<Saved>(() => Saved.Of(options)));

    public static IReadOnlyList<HostileFile> All { get; } =
    [
        new("checkpoints", Changed, _ => ReadStore()),
        new("resumed training", Changed, _ => Resume(), ResumesForReads),
    ];

    /// <summary>Leaves a changed folder; the bytes are those of what was changed, for the report.</summary>
    private static byte[] Changed(Seeded random)
    {
        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
        Directory.CreateDirectory(Folder);
        var saved = random.Of(Made).Value;
        foreach (var (name, bytes) in saved.Files) File.WriteAllBytes(Path.Combine(Folder, name), bytes);
        File.WriteAllText(saved.Table, Saved.Rows);
        var names = saved.Files.Keys.Order(StringComparer.Ordinal).ToArray();
        for (var changes = 1 + random.Below(3); changes > 0; changes--)
        {
            var name = random.Of(names);
            var path = Path.Combine(Folder, name);
            if (!File.Exists(path) || new FileInfo(path).LinkTarget is not null) continue;
            if (name.EndsWith(".json", StringComparison.Ordinal) && !random.Once(4)) File.WriteAllBytes(path, Resealed(File.ReadAllBytes(path), random));
            else ChangeFile(path, random);
        }

        return [];
    }

    private static void ChangeFile(string path, Seeded random)
    {
        switch (random.Below(8))
        {
            case 0:
                File.Delete(path);
                break;
            case 1:
                File.WriteAllBytes(path, []);
                break;
            case 2:
                File.Delete(path);
                Directory.CreateDirectory(path);
                break;
            case 3:
                File.Delete(path);
                File.CreateSymbolicLink(path, path);
                break;
            case 4:
                File.Move(path, Path.Combine(Folder, random.Of((string[])["checkpoint-999999999999999-step-1.json", "checkpoint-000009-step-9.safetensors", "checkpoint-000009-step-9.json", "checkpoint--1-step-1.json", "training.lock", "checkpoint-000009-step-9.json.tmp"])), overwrite: true);
                break;
            case 5:
                File.WriteAllBytes(Path.Combine(Folder, "training.lock"), Mutation.Of(Encoding.UTF8.GetBytes("{\"pid\":1,\"host\":\"elsewhere\",\"since\":\"2001-01-01T00:00:00Z\"}"), random));
                break;
            default:
                File.WriteAllBytes(path, Mutation.Of(File.ReadAllBytes(path), random));
                break;
        }
    }

    /// <summary>A changed content under the checksum that it has now, and that of the tensors beside it as it was.</summary>
    private static byte[] Resealed(byte[] file, Seeded random)
    {
        var text = Encoding.UTF8.GetString(file);
        var begin = text.IndexOf(HeadEnd, StringComparison.Ordinal) + HeadEnd.Length;
        if (begin < HeadEnd.Length || !text.EndsWith(Tail, StringComparison.Ordinal)) return Mutation.Of(file, random);
        var content = text[begin..^Tail.Length];
        var bytes = !random.Once(5) && Parsed(content) is { } root ? Encoding.UTF8.GetBytes(ChangedNode(root, random)) : Mutation.Of(Encoding.UTF8.GetBytes(content), random);
        var head = string.Create(CultureInfo.InvariantCulture, $"{{\n\"format\": \"minima-checkpoint\",\n\"version\": 1,\n\"sha256\": \"{SealedJson.Hash(bytes)}\",\n{HeadEnd}");
        return [.. Encoding.UTF8.GetBytes(head), .. bytes, .. Encoding.UTF8.GetBytes(Tail)];
    }

    /// <summary>Null after a change that left no JSON, or half of a pair of surrogates, which can be read and not be written.</summary>
    private static JsonNode? Parsed(string content)
    {
        try
        {
            var root = JsonNode.Parse(content, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false });
            root?.ToJsonString();
            return root;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string ChangedNode(JsonNode root, Seeded random)
    {
        for (var changes = 1 + random.Below(3); changes > 0; changes--)
        {
            var at = root;
            while (true)
            {
                JsonNode?[] below = at switch { JsonObject fields => [.. fields.Select(field => field.Value)], JsonArray items => [.. items], _ => [] };
                if (below.Length == 0) break;
                var next = random.Of(below);
                if (next is not (JsonObject { Count: > 0 } or JsonArray { Count: > 0 }) || random.Once(6))
                {
                    Change(at, random.Below(below.Length), random);
                    break;
                }

                at = next;
            }
        }

        return root.ToJsonString();
    }

    private static void Change(JsonNode parent, int index, Seeded random)
    {
        var value = Strange(random);
        if (parent is JsonArray items)
        {
            if (random.Once(4)) items.RemoveAt(index);
            else if (random.Once(4)) items.Add(items[index]?.DeepClone());
            else items[index] = value;
            return;
        }

        var fields = (JsonObject)parent;
        var name = fields.ElementAt(index).Key;
        if (random.Once(4)) fields.Remove(name);
        else fields[random.Once(8) ? name + random.Below(9) : name] = value;
    }

    private static JsonNode? Strange(Seeded random) => random.Below(12) switch
    {
        0 => null,
        1 => random.Once(2),
        2 => "elephant",
        3 => "NaN",
        4 => new JsonArray(),
        5 => new JsonObject(),
        6 => new JsonArray(1, "a", null),
        7 => -1,
        8 => 2147483648,
        9 => 1e300,
        10 => random.Below(1000),
        _ => 0.5,
    };

    private static void ReadStore()
    {
        var store = new CheckpointStore(Folder);
        var faults = new List<DamagedCheckpoint>();
        foreach (var search in (Func<CheckpointSearch>[])[store.TryLoadLatest, store.TryLoadBest]) faults.AddRange(search().Damaged);
        foreach (var name in store.Names.Where(name => faults.TrueForAll(fault => fault.Name != name))) store.Load(name);
        if (faults.Count > 0) throw new CheckpointException(faults.MaxBy(fault => fault.Reason.Length)!.Reason);
    }

    private static void Resume()
    {
        using var error = new StringWriter();
        using var patience = new CancellationTokenSource(LongestTraining);
        var code = CommandLine.RunAsync(["resume", Folder, "--epochs", "3", "--threads", "1"], TextWriter.Null, error, patience.Token).GetAwaiter().GetResult();
        var told = error.ToString();
        if (code == ExitCode.Unexpected) throw new InvalidOperationException(told);
        if (code is not (ExitCode.Ok or ExitCode.Cancelled)) throw new TrainingException(told.Split('\n').MaxBy(line => line.Length)!);
    }

    /// <summary>What one training left.</summary>
    private sealed record Saved(Dictionary<string, byte[]> Files, string Table)
    {
        public static string Rows { get; } = "a,b,y,z\n" + string.Concat(Enumerable.Range(0, 24).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i % 5},{i % 3},{(0.25 * i) + (i % 4)},{i % 7}.5\n")));

        public static Saved Of(string[] options)
        {
            var folder = Directory.CreateDirectory(Path.Combine(Place, "made-" + Guid.NewGuid().ToString("N"))).FullName;
            var table = Path.Combine(Place, "table.csv");
            File.WriteAllText(table, Rows);
            string[] target = options.Contains("--target") ? [] : ["--target", "y"];
            using var error = new StringWriter();
            var code = CommandLine.RunAsync(["train", table, .. target, .. options, "--epochs", "2", "--batch", "8", "--threads", "1", "--checkpoints", folder], TextWriter.Null, error).GetAwaiter().GetResult();
            if (code != ExitCode.Ok) throw new InvalidOperationException(error.ToString());
            return new Saved(Directory.GetFiles(folder).Where(path => Path.GetFileName(path).StartsWith("checkpoint", StringComparison.Ordinal)).ToDictionary(path => Path.GetFileName(path), File.ReadAllBytes, StringComparer.Ordinal), table);
        }
    }
}
