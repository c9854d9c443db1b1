using Minima.Tests.CatalogueRules;
using Xunit;

namespace Minima.Tests.Lanes;

/// <summary>
/// .NET has no public type that is generic over vector widths, so each width of lanes is a file of its own. They must not drift apart:
/// a width is the next one with another number in it, but for the members that the widest can do better.
/// </summary>
public sealed class LaneSourceTests
{
    private static readonly string[] WidestDiffers = [" AtLeast(", " AtMost(", " Scale(", " LogEdge(", " Accumulate(", " Accumulates "];

    [Theory]
    [InlineData("V8", 256, 8, "Eight", "V4", 128, 4, "Four")]
    [InlineData("W4", 256, 4, "Four", "W2", 128, 2, "Two")]
    public void A_width_is_the_next_one_with_another_number(string wide, int wideBits, int wideCount, string wideWord, string narrow, int narrowBits, int narrowCount, string narrowWord) =>
        Assert.Equal(Neutral(narrow, narrowBits, narrowCount, narrowWord), Neutral(wide, wideBits, wideCount, wideWord));

    [Theory]
    [InlineData("V16", 512, 16, "Sixteen", "V8", 256, 8, "Eight")]
    [InlineData("W8", 512, 8, "Eight", "W4", 256, 4, "Four")]
    public void The_widest_differs_in_named_members_only(string wide, int wideBits, int wideCount, string wideWord, string narrow, int narrowBits, int narrowCount, string narrowWord) =>
        Assert.Equal(
            Without(WidestDiffers, Neutral(narrow, narrowBits, narrowCount, narrowWord)),
            Without(WidestDiffers, Neutral(wide, wideBits, wideCount, wideWord).Replace("using System.Runtime.Intrinsics.X86;\n", "", StringComparison.Ordinal)));

    /// <summary>The text without what names the width.</summary>
    private static string Neutral(string name, int bits, int count, string word) =>
        File.ReadAllText(Path.Combine(Repository.Root, "src", "Minima", "Reals", "Lanes", name + ".cs")).ReplaceLineEndings("\n")
            .Replace($"Count => {count};", "Count => n;", StringComparison.Ordinal)
            .Replace($"{word} floats", "n floats", StringComparison.Ordinal)
            .Replace($"{word} doubles", "n doubles", StringComparison.Ordinal)
            .Replace($"{bits}-bit", "wide", StringComparison.Ordinal)
            .Replace("Vector512<double> low", "accumulator low", StringComparison.Ordinal)
            .Replace("Vector512<double> high", "accumulator high", StringComparison.Ordinal)
            .Replace($"Vector{bits}", "Vector", StringComparison.Ordinal)
            .Replace(name, "Lanes", StringComparison.Ordinal);

    /// <summary>The text without the members of these names: from the declaration to the next empty line at their level.</summary>
    private static string Without(string[] names, string text)
    {
        var parts = text.Split("\n    [MethodImpl(AggressiveInlining)]\n").Select(part => names.Any(n => part.Contains(" static ", StringComparison.Ordinal) && part.Split('\n')[0].Contains(n, StringComparison.Ordinal)) ? "" : part);
        return string.Join('\n', parts.SelectMany(part => part.Split('\n')).Where(line => line.Length > 0 && !line.Contains(" Accumulates ", StringComparison.Ordinal)));
    }
}
