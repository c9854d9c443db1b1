using System.Globalization;
using System.Text.Json;
using Minima.Tabular;
using Xunit;

namespace Minima.Cli.Tests.Evaluate;

/// <summary>Every line of the reference files, sent as it stands.</summary>
public sealed class ReferenceTests
{
    private const double ValueTolerance = 1e-12;
    private const double GradientTolerance = 1e-10;
    private const double AbsoluteTolerance = 1e-15;

    /// <summary>So that a catalogue that lost its losses does not pass.</summary>
    private const int FewestRows = 262;
    private const int FewestErrorRows = 64;

    [SlowFact]
    public void EveryRowHasItsValueAndGradient()
    {
        var rows = ReferenceFile.Lines("reference.jsonl");
        var answers = Ask.Lines(rows);
        var failures = new List<string>();
        var seen = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            var row = JsonElement.Parse(rows[i]);
            var entry = Catalogue.TryFind(row.GetProperty("loss").GetString()!);
            if (entry is null)
            {
                Assert.Equal("unknown_loss", answers[i].GetProperty("error").GetProperty("code").GetString());
                continue;
            }

            if (entry.Key != row.GetProperty("loss").GetString())
            {
                continue; // NoAliasTakesTheKeyOfAnotherEntry says so.
            }

            seen++;
            if (Difference(row, answers[i]) is { } difference)
            {
                failures.Add($"line {(i + 1).ToString(CultureInfo.InvariantCulture)} ({entry.Key}): {difference}");
            }
        }

        Assert.True(failures.Count == 0, string.Join('\n', failures));
        Assert.True(seen >= FewestRows, $"only {seen} rows have a loss in the catalogue");
    }

    /// <summary>Else a request for an entry that Minima does not have yet is answered with another loss.</summary>
    [Fact]
    public void NoAliasTakesTheKeyOfAnotherEntry()
    {
        var taken = ReferenceFile.Lines("reference.jsonl")
            .Select(r => JsonElement.Parse(r).GetProperty("loss").GetString()!)
            .Distinct(StringComparer.Ordinal)
            .Where(key => Catalogue.TryFind(key) is { } entry && entry.Key != key)
            .Select(key => $"{key} is answered by {Catalogue.Find(key).Key}");
        Assert.Empty(taken);
    }

    [Fact]
    public void EveryErrorRowIsRefusedWithAFittingCode()
    {
        var rows = ReferenceFile.Lines("errors.jsonl");
        var answers = Ask.Lines(rows);
        var seen = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            var row = JsonElement.Parse(rows[i]);
            Assert.True(answers[i].TryGetProperty("error", out var error), $"not refused: {rows[i]}");
            var code = error.GetProperty("code").GetString();
            if (Catalogue.TryFind(row.GetProperty("loss").GetString()!) is null)
            {
                Assert.Equal("unknown_loss", code);
                continue;
            }

            seen++;
            var why = row.GetProperty("why").GetString()!;
            Assert.Equal((why, Fitting(why, row.GetProperty("params").EnumerateObject().Any())), (why, code));
        }

        Assert.True(seen >= FewestErrorRows, $"only {seen} rows have a loss in the catalogue");
    }

    [SlowFact]
    public void FloatAnswersAreNearTheDoubleOnes()
    {
        var rows = ReferenceFile.Lines("reference.jsonl").Where(IsInCatalogue).ToArray();
        var answers = Ask.Lines([.. rows.Select(r => r[..^1] + ", \"precision\": \"float32\"}")]);
        var near = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            if (!answers[i].TryGetProperty("value", out var value))
            {
                // Numbers beyond float are refused, and that is all that may be.
                Assert.Equal("number", answers[i].GetProperty("error").GetProperty("code").GetString());
                continue;
            }

            foreach (var (got, want) in Ask.Numbers(value).Zip(Ask.Numbers(JsonElement.Parse(rows[i]).GetProperty("value"))))
            {
                near += Math.Abs(got - want) <= 1e-4 * Math.Max(1, Math.Abs(want)) || got.Equals(want) ? 1 : 0;
            }
        }

        Assert.True(near >= rows.Length * 9 / 10, $"only {near} values near for {rows.Length} rows");
    }

    private static bool IsInCatalogue(string row)
    {
        var key = JsonElement.Parse(row).GetProperty("loss").GetString()!;
        return Catalogue.TryFind(key)?.Key == key;
    }

    /// <summary>The first way in which an answer differs from its row, or null.</summary>
    private static string? Difference(JsonElement row, JsonElement answer)
    {
        if (answer.TryGetProperty("error", out var error))
        {
            return error.ToString();
        }

        var gradient = row.GetProperty("gradient");
        var largest = gradient.EnumerateObject().SelectMany(g => Ask.Numbers(g.Value)).Where(double.IsFinite).Select(Math.Abs).Append(1).Max();
        var got = answer.GetProperty("gradient");
        var names = got.EnumerateObject().Select(g => g.Name).Order(StringComparer.Ordinal);
        if (!names.SequenceEqual(gradient.EnumerateObject().Select(g => g.Name).Order(StringComparer.Ordinal), StringComparer.Ordinal))
        {
            return $"gradient of {got} where {gradient} was wanted";
        }

        return Compare("value", row.GetProperty("value"), answer.GetProperty("value"), ValueTolerance, largest)
            ?? gradient.EnumerateObject().Select(g => Compare("gradient of " + g.Name, g.Value, got.GetProperty(g.Name), GradientTolerance, largest)).FirstOrDefault(d => d is not null);
    }

    private static string? Compare(string what, JsonElement want, JsonElement got, double tolerance, double largest)
    {
        if (Ask.Shape(want) != Ask.Shape(got))
        {
            return $"{what} has shape {Ask.Shape(got)}, not {Ask.Shape(want)}";
        }

        return Ask.Numbers(want).Zip(Ask.Numbers(got)).All(p => p.First.Equals(p.Second) || Math.Abs(p.Second - p.First) <= tolerance * Math.Abs(p.First) + AbsoluteTolerance * largest)
            ? null
            : $"{what} is {got}, not {want}";
    }

    private static string Fitting(string why, bool hasParameters) => why switch
    {
        "temperature > 0" => hasParameters ? "param_domain" : "domain",
        "t2 >= 1" or "blank outside 0..K-1" => "param_domain",
        "label equals blank" => "label",
        "target would have to broadcast" or "one target row per row" => "broadcast",
        "one label per row" or "one weight per class" or "different lengths" or "sample_weight has another shape" => "shape",
        "unknown reduction" => "reduction",
        "exactly two channels" => "reduction", // Its request names a reduction as well, and the loss is a scalar.
        "not a mean of terms" => "weights",
        "unknown weighted mean" or "parameter outside its range" or "gamma >= 0" or "gamma > 0" or "0 <= label_smoothing <= 1" => "param_domain",
        "margin labels are -1 or +1" or "label outside 0..K-1" or "labels are integers" => "label",
        _ => "domain",
    };
}
