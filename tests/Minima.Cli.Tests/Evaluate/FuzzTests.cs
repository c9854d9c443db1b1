using System.Text;
using System.Text.Json;
using Xunit;

namespace Minima.Cli.Tests.Evaluate;

/// <summary>Whatever a line holds, it is answered by one line, and never by a fault of Minima.</summary>
public sealed class FuzzTests
{
    private static readonly int Mutants = Sweep.Of(thin: 10_000, wide: 30_000, full: 30_000);

    private static readonly string[] Pieces =
    [
        "NaN", "-Infinity", "\"NaN\"", "\"Infinity\"", "1e400", "-0.0", "null", "true", "false", "[", "]", "{", "}", "[]", "[[]]", "{}", ",", ":", "\"", "\\",
        "\"mask\": [true],", "\"sample_weight\": [1],", "\"params\": {\"weighted_mean\": \"count\"},", "\"precision\": \"float32\",", "\"reduction\": \"none\",", "\"hessian\": true,",
        "\"id\": {\"a\": 1},", "\\ud800", "\u0000", "中", "1e39", "5e-324", "99999999999999999999", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
    ];

    [SlowFact]
    public void MutatedLinesAreAnswered()
    {
        var seeds = ReferenceFile.Lines("reference.jsonl").Concat(ReferenceFile.Lines("errors.jsonl"))
            .Where(l => Catalogue.TryFind(JsonElement.Parse(l).GetProperty("loss").GetString()!) is not null)
            .Select(Encoding.UTF8.GetBytes)
            .ToArray();
        var random = new Random(20261120);
        using var input = new MemoryStream();
        for (var i = 0; i < Mutants; i++)
        {
            var line = seeds[random.Next(seeds.Length)].ToList();
            for (var changes = random.Next(1, 5); changes > 0; changes--)
            {
                Mutate(line, seeds, random);
            }

            line.RemoveAll(b => b == '\n');
            input.Write([.. line]);
            input.WriteByte((byte)'\n');
        }

        var answers = Ask.Parse(Ask.Bytes(input.ToArray()));
        Assert.Equal(Mutants, answers.Length);
        var codes = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < answers.Length; i++)
        {
            Assert.Equal(i + 1, answers[i].GetProperty("line").GetInt32());
            var code = answers[i].TryGetProperty("error", out var error) ? error.GetProperty("code").GetString()! : "ok";
            codes[code] = codes.GetValueOrDefault(code) + 1;
            Assert.True(code != "internal", $"{answers[i]}");
        }

        // The mutants must reach deep, or the test says nothing.
        Assert.True(codes.GetValueOrDefault("ok") > Mutants / 20, $"only {codes.GetValueOrDefault("ok")} mutants still had a value");
        Assert.True(codes.Count >= 12, string.Join(", ", codes.Keys));
    }

    [Fact]
    public void NoiseIsAnswered()
    {
        var random = new Random(7);
        var input = new byte[200_000];
        random.NextBytes(input);
        var lines = input.Count(b => b == '\n') + (input[^1] == '\n' ? 0 : 1);
        Assert.Equal(lines, Ask.Parse(Ask.Bytes(input)).Length);
    }

    private static void Mutate(List<byte> line, byte[][] seeds, Random random)
    {
        var at = random.Next(line.Count + 1);
        switch (random.Next(7))
        {
            case 0:
                line.Insert(at, (byte)random.Next(256));
                break;
            case 1 when at < line.Count:
                line[at] = (byte)random.Next(32, 127);
                break;
            case 2:
                line.RemoveRange(at, Math.Min(line.Count - at, random.Next(1, 12)));
                break;
            case 3:
                line.InsertRange(at, Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)]));
                break;
            case 4:
                // A piece between two tokens, where it hurts most.
                var token = line.FindIndex(at, b => b is (byte)',' or (byte)'[' or (byte)'{');
                line.InsertRange(token < 0 ? 0 : token + 1, Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)]));
                break;
            case 5:
                var other = seeds[random.Next(seeds.Length)];
                var from = random.Next(other.Length);
                line.InsertRange(at, other[from..Math.Min(other.Length, from + random.Next(1, 80))]);
                break;
            default:
                var number = line.FindIndex(at, b => b is >= (byte)'0' and <= (byte)'9');
                if (number >= 0)
                {
                    line[number] = (byte)random.Next('0', '9' + 1);
                }

                break;
        }
    }
}
