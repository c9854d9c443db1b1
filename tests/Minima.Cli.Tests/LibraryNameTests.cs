using System.Text.Json;
using System.Text.Json.Nodes;
using Minima.Cli.Explain;
using Minima.Cli.Tests.Evaluate;
using Xunit;

namespace Minima.Cli.Tests;

/// <summary>A name of another library computes what that library computes by default, or its remark says how it differs, and is true.</summary>
/// <remarks>The numbers are those of <c>tools/reference/libraries.py</c>: PyTorch and scikit-learn as run, the others by their documented formulas.</remarks>
public sealed class LibraryNameTests
{
    /// <summary>The libraries whose every name has an example or a remark.</summary>
    private static readonly string[] Held = ["PyTorch", "Keras", "optax", "scikit-learn", "LossFunctions.jl", "MONAI", "kornia", "LightGBM", "XGBoost", "CatBoost"];

    private static readonly JsonObject[] Examples = [.. ReferenceFile.Lines("libraries.jsonl").Select(line => JsonNode.Parse(line)!.AsObject())];

    public static TheoryData<int> Rows => [.. Enumerable.Range(0, Examples.Length)];

    [Theory]
    [SampledData(nameof(Rows), Thin = 0.25, Wide = 1)]
    public void ANameComputesWhatItsLibraryComputesOrItsRemarkNamesTheDifference(int row)
    {
        var example = Examples[row];
        var name = LibraryName.All.Single(n => n.Library == (string)example["library"]! && n.Name == (string)example["name"]! && Fits(n, example));
        var found = Catalogue.TryFind(name.Name)?.Key;
        var loss = (string?)example["loss"] ?? (found is not null && name.Keys.Contains(found) ? name.Name : name.Keys[0]);
        Assert.True(example["loss"] is null || name.Keys.Contains(loss));
        var request = new JsonObject { ["loss"] = loss, ["inputs"] = example["inputs"]!.DeepClone() };
        foreach (var (key, value) in new[] { ("params", example["params"]), ("reduction", example["reduction"]) })
        {
            if (value is not null)
            {
                request[key] = value.DeepClone();
            }
        }

        var answer = Ask.Lines([request.ToJsonString()])[0];
        var agrees = Agrees(answer, example);
        if (example["differs"] is not null)
        {
            Assert.True(name.Remark.Length > 0, $"{name.Library} {name.Name} differs, and no remark says so");
            Assert.False(agrees, $"{name.Library} {name.Name} is said to differ and does not: {answer}");
            return;
        }

        Assert.True(agrees, $"{name.Library} {name.Name}: {loss} gives {answer}, the library {example["value"]!.ToJsonString()}");
        Assert.True(example["params"] is null || name.Remark.Length > 0, $"{name.Library} {name.Name} needs parameters, and no remark says so");
    }

    [Fact]
    public void EveryNameOfTheseLibrariesHasAnExampleOrARemark()
    {
        var silent = LibraryName.All
            .Where(name => Held.Any(library => name.Library.StartsWith(library, StringComparison.Ordinal)))
            .Where(name => name.Remark.Length == 0 && name.FoundInstead is null && !Examples.Any(e => (string)e["library"]! == name.Library && (string)e["name"]! == name.Name))
            .Select(name => $"{name.Library} {name.Name}");
        Assert.Empty(silent);
        Assert.All(Held, library => Assert.Contains(LibraryName.All, name => name.Library.StartsWith(library, StringComparison.Ordinal)));
    }

    [Fact]
    public void EveryRemarkStandsInBothLanguagesAndEveryKeyInTheCatalogue()
    {
        Assert.All(LibraryName.All, name =>
        {
            Assert.Equal((name.Name, name.Remark.Length > 0), (name.Name, name.ChineseRemark.Length > 0));
            Assert.All(name.Keys, key => Assert.Equal(key, Catalogue.TryFind(key)?.Key));
            Assert.Equal((name.Name, name.Relation == LibraryRelation.Absent), (name.Name, name.Keys.Count == 0));
            Assert.True(name.Relation == LibraryRelation.Same || name.Remark.Length > 0, $"{name.Name} is near or absent, and no remark says why");
        });
    }

    [Theory]
    [SampledCases]
    [Case("KLDivergence", "takes probabilities", "接受概率")]
    [Case("KLDivLoss", "divides by the number of elements", "除以元素个数")]
    [Case("SparseCategoricalCrossentropy", "from_logits=True", "from_logits=True")]
    [Case("cross_entropy", "by this name alone cross_entropy is found", "仅按此名称查到的是 cross_entropy", "bce_with_logits")]
    public async Task ExplainAndItsPageNameTheDifferenceInOneLine(string name, string english, string chinese, string? loss = null)
    {
        var page = ExplainPage.Write([Loss.Create(loss ?? name)], null);
        Assert.Contains(english, page, StringComparison.Ordinal);
        Assert.Contains(chinese, page, StringComparison.Ordinal);
        Assert.Contains(english, await ExplainedAsync(loss ?? name, "en"), StringComparison.Ordinal);
        Assert.Contains(chinese, await ExplainedAsync(loss ?? name, "zh"), StringComparison.Ordinal);

        // Lines are wrapped to the width of the output; words are what is asked here.
        static async Task<string> ExplainedAsync(string loss, string language)
        {
            using var output = new StringWriter();
            using var error = new StringWriter();
            Assert.Equal(0, await CommandLine.RunAsync(["explain", loss, "--language", language], output, error));
            return string.Join(language == "zh" ? "" : " ", output.ToString().Split('\n').Select(line => line.Trim()));
        }
    }

    /// <summary>Two names that differ in their remark only (a form of one function) are told apart by the loss of the example.</summary>
    private static bool Fits(LibraryName name, JsonObject example) => example["loss"] is null || name.Keys.Contains((string)example["loss"]!);

    private static bool Agrees(JsonElement answer, JsonObject example)
    {
        if (answer.TryGetProperty("error", out _))
        {
            return false;
        }

        var computed = example["slope"] is null ? answer.GetProperty("value") : answer.GetProperty("gradient").GetProperty("prediction");
        var expected = Flat(JsonElement.Parse(example["value"]!.ToJsonString())).ToArray();
        var actual = Flat(computed).ToArray();
        var tolerance = (double?)example["tolerance"] ?? 1e-10;
        return actual.Length == expected.Length && actual.Zip(expected).All(p => Math.Abs(p.First - p.Second) <= 1e-12 + tolerance * Math.Abs(p.Second));
    }

    private static IEnumerable<double> Flat(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Flat),
        JsonValueKind.Number => [element.GetDouble()],
        _ => [double.NaN],
    };
}
