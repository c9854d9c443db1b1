using System.Text.RegularExpressions;
using Xunit;

namespace Minima.Docs.Tests;

/// <summary>Every loss is shown by what its inputs are: something moves, and the loss answers. No page draws a line through a batch.</summary>
public sealed partial class PictureTests
{
    private static readonly string Folder = Path.Combine(Documents.Root, "docs", "losses", "img");

    static PictureTests() => Minima.Tensors.TensorCatalogue.Join();

    public static TheoryData<string> Keys => [.. Catalogue.All.Select(entry => entry.Key)];

    [SlowTheory]
    [MemberData(nameof(Keys))]
    public void A_page_shows_its_pictures_and_says_what_moves(string key)
    {
        var entry = Catalogue.Find(key);
        var (english, chinese) = (Shown("en", key), Shown("zh", key));
        Assert.NotEmpty(english);
        Assert.Equal(english, chinese.Select(name => name.Replace(".zh.", ".en.", StringComparison.Ordinal)));
        Assert.All(english, name => Assert.EndsWith(".en.svg", name, StringComparison.Ordinal));
        Assert.All(english.Concat(chinese), name => Assert.True(File.Exists(Path.Combine(Folder, name)), name));
        Assert.True(entry.IsPoint || entry.Row is not null || SceneCatalogue.Of(entry).Count > 0, key);
        Assert.DoesNotContain("straight line that the negative gradient", Documents.Read($"docs/losses/en/{key}.md"), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_picture_is_shown_and_no_two_are_alike()
    {
        var shown = Catalogue.All.SelectMany(entry => Shown("en", entry.Key).Concat(Shown("zh", entry.Key))).Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(Directory.GetFiles(Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal), shown);
        var alike = shown.GroupBy(name => File.ReadAllText(Path.Combine(Folder, name)), StringComparer.Ordinal).Where(group => group.Count() > 1);
        Assert.Empty(alike.Select(group => string.Join(" = ", group)));
    }

    /// <summary>The words of a picture are in the language of its page: only the name of a person or a method is Latin in both.</summary>
    [Fact]
    public void APictureHasOneLanguage()
    {
        var files = Directory.GetFiles(Folder).Concat(Directory.GetFiles(Path.Combine(Documents.Root, "docs", "images"), "*.svg", SearchOption.AllDirectories)).ToArray();
        Assert.All(files, file => Assert.True(file.EndsWith(".en.svg", StringComparison.Ordinal) || file.EndsWith(".zh.svg", StringComparison.Ordinal), file));
        Assert.All(files, file => Assert.Equal(file.EndsWith(".zh.svg", StringComparison.Ordinal), File.ReadAllText(file).Any(letter => letter is >= '\u4e00' and <= '\u9fff')));
    }

    /// <summary>On a dark page a picture is dark: each colour that would vanish there has another.</summary>
    [Fact]
    public void APictureHasItsColoursForADarkPage()
    {
        var files = Directory.GetFiles(Folder).Concat(Directory.GetFiles(Path.Combine(Documents.Root, "docs", "images"), "*.svg", SearchOption.AllDirectories));
        var problems = new List<string>();
        foreach (var file in files)
        {
            var text = File.ReadAllText(file);
            if (!text.Contains("@media (prefers-color-scheme:dark){svg>rect:first-of-type{fill:#14171a", StringComparison.Ordinal)) problems.Add($"{file}: no style for a dark page");
            problems.AddRange(from colour in Minima.Pages.Svg.DarkColours
                              from attribute in new[] { "fill", "stroke" }
                              where text.Contains($" {attribute}=\"{colour.Light}\"", StringComparison.Ordinal) && !text.Contains($"{{{attribute}:{colour.Dark}}}", StringComparison.Ordinal)
                              select $"{file}: {attribute} {colour.Light}");
        }

        Assert.Empty(problems);
    }

    /// <summary>Letters and marks that can be seen on white can be seen on the dark card too.</summary>
    [Fact]
    public void ColoursForADarkPageHaveContrast()
    {
        const string card = "#14171a";
        Assert.All(Minima.Pages.Svg.DarkColours.Where(colour => Contrast(colour.Light, "#ffffff") >= 3), colour => Assert.InRange(Contrast(colour.Dark, card), Contrast(colour.Light, "#ffffff") >= 4.5 ? 4.5 : 3, 21));
        Assert.All(Minima.Pages.Series.Colours.Concat([Minima.Pages.Svg.Frame]), colour => Assert.InRange(Contrast(Minima.Pages.Svg.DarkColours.FirstOrDefault(pair => pair.Light == colour) is { Dark: { } dark } ? dark : colour, card), 3, 21));

        static double Contrast(string one, string other)
        {
            double[] light = [Luminance(one), Luminance(other)];
            return (light.Max() + 0.05) / (light.Min() + 0.05);
        }

        static double Luminance(string colour)
        {
            double[] linear = [.. new[] { 1, 3, 5 }.Select(at => Convert.ToInt32(colour.Substring(at, 2), 16) / 255.0).Select(c => c <= 0.03928 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4))];
            return (0.2126 * linear[0]) + (0.7152 * linear[1]) + (0.0722 * linear[2]);
        }
    }

    /// <summary>Boxes of the same size that touch at a shift of 2: the overlap is known by hand.</summary>
    [SlowFact]
    public void A_box_that_slides_past_the_target_has_the_overlap_of_its_place()
    {
        var heights = new ScenePicture(Catalogue.Find("iou"), BoxScenes.Of()[0]).Heights[0];
        Assert.Equal((1, 1), (heights[0], heights[^1]));
        Assert.Equal(0, heights[heights.Length / 2], 1e-6);
        Assert.Equal(2.0 / 3, heights[5 * heights.Length / 8], 1e-6); // Shifted by 1: 2 shared of 6.
    }

    private static string[] Shown(string language, string key) => [.. Image().Matches(Documents.Read($"docs/losses/{language}/{key}.md")).Select(match => match.Groups["name"].Value)];

    [GeneratedRegex(@"!\[[^\]]*\]\(\.\./img/(?<name>[^)]+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Image();
}
