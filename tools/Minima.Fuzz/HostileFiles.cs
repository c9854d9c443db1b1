using System.Globalization;
using System.IO.Compression;
using System.Text;
using Minima.Tabular;
using Minima.Training.Checkpoints;
using Minima.Training.Data;

namespace Minima.Fuzz;

/// <summary>A reader of files that gets files which are nearly right.</summary>
/// <param name="Name">What it reads.</param>
/// <param name="Make">The bytes of a file.</param>
/// <param name="Read">Reads them.</param>
/// <param name="Rarity">It has its turn at one of so many pauses between requests.</param>
internal sealed record HostileFile(string Name, Func<Seeded, byte[]> Make, Action<byte[]> Read, int Rarity = 1)
{
    private const int LongestMessage = 4 << 10;

    /// <summary>What came of one file, and the rule that was broken or null.</summary>
    public (string Outcome, string? Fault) Try(byte[] file)
    {
        try
        {
            Read(file);
            return ($"{Name} read", null);
        }
        catch (Exception problem) when (problem is DataException or TrainingException or LossException)
        {
            return ($"{Name} refused", Encoding.UTF8.GetByteCount(problem.Message) > LongestMessage ? "a message above 4 KiB" : null);
        }
        catch (Exception problem)
        {
            var place = (problem.StackTrace ?? "").Split('\n').FirstOrDefault(line => line.Contains("Minima", StringComparison.Ordinal))?.Trim();
            return ($"{Name} failed", $"{problem.GetType().Name} {place} ({problem.Message.Split('\n')[0]})");
        }
    }
}

/// <summary>The readers.</summary>
internal static class HostileFiles
{
    private static readonly string[] Cells = ["1", "2.5", "-3", "1e308", "-1e308", "1e400", "5e-324", "NaN", "inf", "", "NA", "yes", "no", "a", "b", "\"a,b\"", "\"a\"\"b\"", "\"", "2024-05-31", "中", " 1 ", "1;2", "0x10", "1,5"];
    private static readonly string[] Names = ["a", "b", "y", "y", "", "\\u0061", "\\ud800", "\u4E2D", "long name"];
    private static readonly string[] Values = ["1", "-2.5e3", "1e400", "true", "null", "\"text\"", "\"1,5\"", "\"\\ud83d\\ude00\"", "\"\\ud800\"", "{}", "[1]", "NaN", "\"\\n\"", "01"];
    private static readonly string[] Separators = [",", ",", ",", ";", "\t", "|"];

    private static readonly string Folder = Directory.CreateTempSubdirectory("minima-fuzz").FullName;

    public static IReadOnlyList<HostileFile> All { get; } =
    [
        new("table", Table, ReadTable),
        new("packed table", random => Changed(Pack(Table(random)), random), ReadTable, 4),
        new("objects", random => Changed(Objects(random), random), ReadTable, 2),
        new("wide table", random => Changed(Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(Table(random))), random), ReadTable, 4),
        new("safetensors", random => Changed(WithTensors(path => SafeTensorsWriter.Write(path, [Weights(random)])), random), bytes => ReadFile("weights.safetensors", bytes, path =>
        {
            using var reader = new SafeTensorsReader(path);
            foreach (var entry in reader.Entries) reader.Read(entry.Name);
        })),
        new("model", random => Changed(WithTensors(path => ModelFile.Save(path, new SavedModel { Weights = [Weights(random)] }), "model.json"), random), bytes => ReadFile("model.json", bytes, path => ModelFile.Load(path))),
        new("fit model", random => Changed(Encoding.UTF8.GetBytes(FitModel), random), bytes => ReadFile("fit.json", bytes, path => FitModelReader.Read(path))),
    ];

    private const string FitModel = """
        {"format": "minima-fit", "version": 1, "loss": {"key": "huber", "parameters": {"delta": 1}}, "target": {"name": "y\ud83d\ude00", "kind": "number"}, "features": [{"name": "x", "mean": 0, "scale": 1}], "weights": [1], "intercept": 0.5}
        """;

    private static NamedTensor Weights(Seeded random) => new("layer.weight", Tensor.Of([.. Enumerable.Range(0, 6).Select(_ => (float)Extremes.Any(random))], [2, 3]));

    private static byte[] WithTensors(Action<string> write, string file = "made.safetensors")
    {
        var path = Path.Combine(Folder, file);
        write(path);
        return File.ReadAllBytes(path);
    }

    private static byte[] Changed(byte[] bytes, Seeded random) => random.Once(20) ? bytes : Mutation.Of(bytes, random);

    private static void ReadFile(string name, byte[] bytes, Action<string> read)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllBytes(path, bytes);
        read(path);
    }

    private static byte[] Table(Seeded random)
    {
        var separator = random.Of(Separators);
        var columns = 1 + random.Below(5);
        var text = new StringBuilder();
        text.AppendJoin(separator, Enumerable.Range(0, columns).Select(i => random.Once(20) ? "" : i == columns - 1 ? "y" : "x" + i.ToString(CultureInfo.InvariantCulture))).Append('\n');
        var plain = random.Once(2);
        for (var row = random.Below(30); row > 0; row--)
        {
            text.AppendJoin(separator, Enumerable.Range(0, random.Once(30) ? columns + 1 : columns).Select(_ => plain && !random.Once(20) ? random.Below(5).ToString(CultureInfo.InvariantCulture) : random.Of(Cells)));
            text.Append(random.Once(10) ? "\r\n" : "\n");
        }

        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        return random.Once(3) ? [.. Mutation.Of([.. bytes.Select(b => b == '\n' ? (byte)0x1E : b)], random).Select(b => b == 0x1E ? (byte)'\n' : b)] : bytes;
    }

    private static byte[] Pack(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var writer = new GZipStream(packed, CompressionLevel.Fastest)) writer.Write(bytes);
        return packed.ToArray();
    }

    /// <summary>Rows of JSON: lines, or an array.</summary>
    private static byte[] Objects(Seeded random)
    {
        var isArray = random.Once(2);
        var rows = Enumerable.Range(0, random.Below(20)).Select(_ => "{" + string.Join(",", Enumerable.Range(0, random.Below(4)).Select(i => $"\"{random.Of(Names)}\":{random.Of(Values)}")) + "}");
        return Encoding.UTF8.GetBytes((isArray ? "[" : "") + string.Join(isArray ? "," : "\n", rows.Prepend("{\"a\":1,\"y\":2}")) + (isArray ? "]" : ""));
    }

    private static void ReadTable(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        using var data = CsvData.Open(stream, "table.csv", new CsvDataOptions { Target = "y", ValidationShare = 0.2, StandardizesTargets = true });
    }
}
