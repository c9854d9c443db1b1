using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace Minima.Cli.Tests.Evaluate;

/// <summary>An input of one number (a learned temperature, a bias) may be given as a number; its gradient then is a number too.</summary>
public sealed class ScalarInputTests
{
    public static TheoryData<string> Keys => [.. Catalogue.All.Where(entry => entry.Inputs.Any(IsSingle)).Select(entry => entry.Key)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void ANumberCountsAsAListOfOne(string key)
    {
        var entry = Catalogue.Find(key);
        var rows = ReferenceFile.Lines("reference.jsonl").Where(line => line.Contains($"\"loss\": \"{key}\"", StringComparison.Ordinal) || line.Contains($"\"loss\":\"{key}\"", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(rows);
        foreach (var row in rows)
        {
            var scalar = JsonNode.Parse(row)!.AsObject();
            foreach (var input in entry.Inputs.Where(IsSingle))
            {
                scalar["inputs"]![input.Name] = scalar["inputs"]![input.Name]![0]!.DeepClone();
            }

            var answers = Ask.Lines(row, scalar.ToJsonString());
            Assert.True(answers[1].TryGetProperty("value", out var value), answers[1].ToString());
            Assert.Equal(answers[0].GetProperty("value").ToString(), value.ToString());
            var (listed, plain) = (answers[0].GetProperty("gradient"), answers[1].GetProperty("gradient"));
            foreach (var property in listed.EnumerateObject())
            {
                var gradient = plain.GetProperty(property.Name);
                var isSingle = entry.Inputs.Any(input => input.Name == property.Name && IsSingle(input));
                Assert.Equal(isSingle ? property.Value[0].ToString() : property.Value.ToString(), gradient.ToString());
                Assert.True(!isSingle || gradient.ValueKind != JsonValueKind.Array, $"{key}: the gradient with respect to {property.Name} is {gradient}");
            }
        }
    }

    [Fact]
    public void ThereAreSuchInputs() => Assert.Contains("clip", Catalogue.All.Where(entry => entry.Inputs.Any(IsSingle)).Select(entry => entry.Key));

    private static bool IsSingle(InputInfo input) => input.Axes == "1";
}
