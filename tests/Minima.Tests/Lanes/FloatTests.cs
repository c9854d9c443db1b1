using System.Text.Json;
using Minima.Tests.CatalogueRules;
using Minima.Tests.Matrix;
using Xunit;

namespace Minima.Tests.Lanes;

public sealed class FloatTests
{
    /// <summary>Set to 1 to write the measured distances into the documentation.</summary>
    private const string Write = "WRITE_NUMERICS";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    [Theory]
    [MemberData(nameof(Subjects.Keys), MemberType = typeof(Subjects))]
    public void Float_lies_within_the_declared_ulps_of_double(string key) => Verdict.Holds(new FloatLaw(), key);

    /// <summary>The measurement covers every entry, finds numbers, and is written where the variable asks for it.</summary>
    [Fact]
    public void Measured_distances_cover_the_catalogue()
    {
        var measured = Subjects.Points.ToDictionary(
            entry => entry.Key,
            entry => Subjects.Of(entry.Key).Select(loss => loss.Accept(new FloatMeasure())).ToList() is var all
                ? new { declared = entry.FloatUlps, value = Math.Round(all.Max(m => m.Term), 2), gradient = Math.Round(all.Max(m => m.Gradient), 2) }
                : null,
            StringComparer.Ordinal);
        Assert.All(measured, pair => Assert.True(double.IsFinite(pair.Value!.value) && double.IsFinite(pair.Value.gradient), pair.Key));
        Assert.True(measured.Values.Count(m => m!.value > 0) > measured.Count / 2, "a measurement that finds no distance measures nothing");
        if (Environment.GetEnvironmentVariable(Write) == "1")
        {
            File.WriteAllText(Path.Combine(Repository.Root, "docs", "numerics-measured.json"), JsonSerializer.Serialize(measured, Indented) + "\n");
        }
    }
}
