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
        Assert.Equal(english, chinese);
        Assert.All(english, name => Assert.True(File.Exists(Path.Combine(Folder, name)), name));
        Assert.True(entry.IsPoint || entry.Row is not null || SceneCatalogue.Of(entry).Count > 0, key);
        Assert.DoesNotContain("straight line that the negative gradient", Documents.Read($"docs/losses/en/{key}.md"), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_picture_is_shown_and_no_two_are_alike()
    {
        var shown = Catalogue.All.SelectMany(entry => Shown("en", entry.Key)).Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(Directory.GetFiles(Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal), shown);
        var alike = shown.GroupBy(name => File.ReadAllText(Path.Combine(Folder, name)), StringComparer.Ordinal).Where(group => group.Count() > 1);
        Assert.Empty(alike.Select(group => string.Join(" = ", group)));
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
