using System.Globalization;
using System.Text;
using Minima.Cli.Terminal;
using Xunit;

namespace Minima.Cli.Tests.Evaluate;

/// <summary>No request takes more time, memory or words than it may, and the next one is served.</summary>
public sealed class LimitTests
{
    private const string Small = """{"id": "next", "loss": "mse", "inputs": {"prediction": [2], "target": [0]}}""";

    private static readonly string[] OfWholeNumbers = [.. Catalogue.All.SelectMany(entry => entry.Parameters.Where(p => p.Kind == ParameterKind.Integer).Select(p => $"{entry.Key}:{p.Name}"))];

    public static TheoryData<string> WholeNumbers => [.. OfWholeNumbers];

    /// <summary>Every parameter that may be a number of rounds or a size, at its largest: an answer or a refusal, in bounded time and memory.</summary>
    [Theory]
    [SlowData(nameof(WholeNumbers))]
    public void AParameterAtItsLargestIsAnswered(string name)
    {
        var (entry, parameter) = (Catalogue.Find(name.Split(':')[0]), name.Split(':')[1]);
        var domain = entry.Parameters.Single(p => p.Name == parameter).Domain;
        foreach (var value in (double[])[int.MaxValue, Math.Min(domain.High, int.MaxValue)])
        {
            var others = string.Concat(entry.Parameters.Where(p => p.IsRequired && p.Name != parameter && p.Example is not null).Select(p => $", \"{p.Name}\": {ParameterInfo.Format(p.Example)}"));
            var inputs = string.Join(", ", entry.Inputs.Where(i => i.BoundTo is null && !i.IsOptional).Select(i => $"\"{i.Name}\": {Filled(entry, i)}"));
            var request = $$"""{"loss": "{{entry.Key}}", "params": {"{{parameter}}": {{value.ToString("R", CultureInfo.InvariantCulture)}}{{others}}}, "inputs": { {{inputs}} } }""";
            var answers = Ask.Parse(Ask.Bytes(Encoding.UTF8.GetBytes(request + "\n" + Small + "\n"), limits: new(TimeSpan.FromSeconds(20), 1L << 30)));
            Assert.Equal(2, answers.Length);
            Assert.Equal(4, answers[1].GetProperty("value").GetDouble());
            if (answers[0].TryGetProperty("error", out var error)) Assert.NotEqual("internal", error.GetProperty("code").GetString());
        }
    }

    [Fact]
    public void ARequestPastItsTimeIsAnsweredAndTheNextOneServed()
    {
        var answers = Ask.Parse(Ask.Bytes(Encoding.UTF8.GetBytes(AllTriplets(600) + "\n" + Small + "\n"), limits: new(TimeSpan.FromTicks(1), long.MaxValue)));
        Assert.Equal("timeout", answers[0].GetProperty("error").GetProperty("code").GetString());
        Assert.Equal(7, answers[0].GetProperty("id").GetInt32());
        Assert.Equal(2, answers.Length);
    }

    /// <summary>72 million triplets, and two billion: more than is allowed, and more than a tensor holds.</summary>
    [Theory]
    [InlineData(600, 64L << 20)]
    [InlineData(2000, 3L << 30)]
    [InlineData(2000, long.MaxValue)]
    public void ARequestThatNeedsMoreMemoryIsRefusedBeforeItIsTaken(int rows, long bytes)
    {
        var answers = Ask.Parse(Ask.Bytes(Encoding.UTF8.GetBytes(AllTriplets(rows) + "\n" + Small + "\n"), limits: new(TimeSpan.MaxValue, bytes)));
        Assert.Equal("too_large", answers[0].GetProperty("error").GetProperty("code").GetString());
        Assert.Equal(4, answers[1].GetProperty("value").GetDouble());
    }

    [Theory]
    [InlineData("""{"id": 5, "loss": "huber", "inputs": {"prediction": nul""")]
    [InlineData("""{"id": 5, "loss": "huber", "inputs": {"prediction": """)]
    [InlineData("""{"id": 5, "inputs": [1 2], "x": " """)]
    [InlineData("""{"id": 5, "loss": "\ud800", "x": " """)]
    [InlineData("""{"id": 5, "loss": elephant, "x": " """)]
    [InlineData("""{"id": 5, "params": {"delta": "\ud800" """)]
    [InlineData("""{"id": 5, "inputs": {"prediction": ["\ud800" """)]
    public void TheIdIsKeptWhereverALineBreaksAndTheMessageIsShort(string start)
    {
        foreach (var rest in (string[])["", new string('x', 3_000_000), new string('1', 3_000_000), string.Concat(Enumerable.Repeat("\", \"", 600_000))])
        {
            var answer = Ask.Bytes(Encoding.UTF8.GetBytes(start + rest + "\n"));
            Assert.InRange(answer.Length, 1, 4096);
            var parsed = Ask.Parse(answer)[0];
            Assert.Equal(5, parsed.GetProperty("id").GetInt32());
            Assert.NotEqual("internal", parsed.GetProperty("error").GetProperty("code").GetString());
        }
    }

    /// <summary>A word in the place of every token, with a long tail: messages quote little, whatever broke.</summary>
    [Fact]
    public void NoMessageGrowsWithTheRequest()
    {
        const string line = """{"id": 1, "loss": "huber", "params": {"delta": 1}, "inputs": {"prediction": [1], "target": [0]}, "reduction": "mean", "precision": "float64", "gradient": true}""";
        var longer = new string('y', 100_000);
        for (var at = 0; at < line.Length; at++)
        {
            foreach (var piece in (string[])[longer, $"\"{longer}\"", $"\"{longer}\": 1, "])
            {
                var answer = Ask.Bytes(Encoding.UTF8.GetBytes(string.Concat(line.AsSpan(0, at), piece, line.AsSpan(at)) + "\n"));
                if (Ask.Parse(answer)[0].TryGetProperty("error", out var error)) Assert.InRange(Encoding.UTF8.GetByteCount(error.GetRawText()), 1, 4096);
            }
        }
    }

    [SlowFact]
    public void AMillionUnknownNamesAreRefusedAtTheFirst()
    {
        var names = string.Join(", ", Enumerable.Range(0, 1_000_000).Select(i => FormattableString.Invariant($"\"k{i}\": 1")));
        string[] lines = [$"{{{names}}}", $"{{\"loss\": \"huber\", \"inputs\": {{{names}}}}}", $"{{\"loss\": \"huber\", \"params\": {{{names}}}}}", $"{{\"formula\": \"p\", \"params\": {{{names}}}}}"];
        var codes = Ask.Parse(Ask.Bytes(Encoding.UTF8.GetBytes(string.Join('\n', lines)))).Select(a => a.GetProperty("error").GetProperty("code").GetString());
        Assert.Equal(["unknown_key", "unknown_input", "unknown_param", "unknown_param"], codes);
    }

    [Theory]
    [InlineData("--time-limit", "0")]
    [InlineData("--time-limit", "soon")]
    [InlineData("--memory-limit", "12")]
    [InlineData("--memory-limit", "-1GB")]
    public async Task ALimitThatIsNoneIsAUsageError(string option, string value)
    {
        using var error = new StringWriter();
        Assert.Equal(ExitCode.Usage, await CommandLine.RunAsync(["evaluate", option, value], TextWriter.Null, error));
        Assert.Contains(option, error.ToString(), StringComparison.Ordinal);
    }

    private static string AllTriplets(int count)
    {
        var rows = string.Join(", ", Enumerable.Range(0, count).Select(i => FormattableString.Invariant($"[{i}, {i % 7}]")));
        var labels = string.Join(", ", Enumerable.Range(0, count).Select(i => (i % 3).ToString(CultureInfo.InvariantCulture)));
        return $$"""{"id": 7, "loss": "all_triplets", "inputs": {"prediction": [{{rows}}], "target": [{{labels}}] } }""";
    }

    private static string Filled(LossEntry entry, InputInfo input)
    {
        var isLabel = input.Kind is InputKind.TensorOfLabels or InputKind.Label or InputKind.LabelOrRow;
        var value = isLabel ? "0" : input.Domain.Contains(0.5) ? "0.5" : "1";
        var rank = entry.TakesTensors ? input.Axes.Split(' ', StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } axes ? axes.Length + (axes[0] == "..." ? 3 : 0) : 1
            : entry.Row is not null ? isLabel ? 1 : 2
            : 4;
        return Nested(rank);

        string Nested(int depth) => depth == 0 ? value : depth == 1 ? $"[{value}, {value}, {value}, {value}]" : $"[{Nested(depth - 1)}, {Nested(depth - 1)}, {Nested(depth - 1)}, {Nested(depth - 1)}]";
    }
}
