using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace Minima.Docs.Tests;

/// <summary>The lessons and the pages of docs/versus show what the program prints, and their sentences name no other number. The commands change the current folder, so that no other test runs meanwhile.</summary>
[Collection(nameof(CaseTests))]
public sealed partial class ShownPageTests
{
    private static string[] Pairs => [.. Documents.All.Where(document => document.StartsWith("docs/versus/", StringComparison.Ordinal) && !document.EndsWith("/README.md", StringComparison.Ordinal))];

    private static string[] Lessons => [.. Documents.All.Where(document => document.StartsWith("lessons/", StringComparison.Ordinal) && document.EndsWith(".en.md", StringComparison.Ordinal))];

    private static string[] Pages => [.. Pairs, .. Lessons];

    [SlowFact]
    public async Task What_the_commands_print_is_what_is_shown()
    {
        using var folder = ShownOutput.Folder();
        foreach (var page in Sweep.Of(thin: Sweep.Sample(Pages, 0.2, page => page), wide: Pages, full: Pages))
        {
            foreach (var (text, language) in new[] { (Documents.Read(page), "en"), (Documents.Read(Chinese(page)), "zh") })
                Assert.Equal(Documents.BlocksOf(text).Count(block => block.Language == "text"), await ShownOutput.CompareAsync(text, Rounded, language));
        }
    }

    [Fact]
    public void Both_languages_have_the_same_blocks()
    {
        Assert.Equal(12, Pairs.Length);
        Assert.NotEmpty(Lessons);
        foreach (var page in Pages)
        {
            var chinese = Chinese(page);
            Assert.NotEmpty(Documents.Blocks(page));
            Assert.Equal(Commands(page), Commands(chinese));
            Assert.Equal(Shown(page).Select(Numbers), Shown(chinese).Select(Numbers));
            Assert.All(Shown(chinese), output => Assert.DoesNotContain("objective ", output, StringComparison.Ordinal));
            Assert.Equal(Documents.Headings(page), Documents.Headings(chinese));
            Assert.Equal(Decimals(page), Decimals(chinese));
        }

        foreach (var name in Pairs.Select(Path.GetFileName))
        {
            Assert.Contains(name, Documents.Links("docs/versus/README.md"), StringComparer.Ordinal);
            Assert.Contains(name, Documents.Links("docs/zh/versus/README.md"), StringComparer.Ordinal);
        }
    }

    /// <summary>A lesson opens with the picture of its losses and names the screen of the explorer where they can be moved.</summary>
    [Fact]
    public void Each_lesson_has_its_picture_and_its_screen()
    {
        Assert.Equal(10, Lessons.Length);
        foreach (var lesson in Lessons)
        {
            var number = Path.GetFileName(lesson)[..2];
            var scenes = Scene().Matches(Documents.Read(lesson)).Select(match => match.Value).ToArray();
            Assert.NotEmpty(scenes);
            Assert.Equal(scenes, Scene().Matches(Documents.Read(Chinese(lesson))).Select(match => match.Value));
            foreach (var (page, language) in new[] { (lesson, "en"), (Chinese(lesson), "zh") }) Assert.Contains($"](../docs/images/lessons/{number}.{language}.svg)", Documents.Read(page), StringComparison.Ordinal);
        }
    }

    /// <summary>A decimal number of a sentence is a number that a command of the page prints, rounded.</summary>
    [Fact]
    public void Sentences_name_printed_numbers()
    {
        foreach (var page in Pages)
        {
            var printed = Documents.Blocks(page).Where(block => block.Language == "text").SelectMany(block => Number().Matches(block.Code)).Select(match => decimal.Parse(match.Value, CultureInfo.InvariantCulture)).ToArray();
            Assert.All(Decimals(page), number =>
            {
                var places = number.Length - number.IndexOf('.', StringComparison.Ordinal) - 1;
                Assert.True(printed.Any(one => Math.Abs(one - decimal.Parse(number, CultureInfo.InvariantCulture)) <= 0.51m / (decimal)Math.Pow(10, places)), $"{page}: no command prints {number}");
            });
        }
    }

    private static string Chinese(string page) => Lessons.Contains(page) ? page.Replace(".en.", ".zh.", StringComparison.Ordinal) : page.Replace("docs/", "docs/zh/", StringComparison.Ordinal);

    private static IEnumerable<string> Commands(string page) => Documents.Blocks(page).Where(block => block.Language != "text").Select(block => block.Code);

    private static IEnumerable<string> Shown(string page) => Documents.Blocks(page).Where(block => block.Language == "text").Select(block => block.Code);

    /// <summary>The numbers of an output; a sentence has them in another order in each language.</summary>
    private static string Numbers(string output) => string.Join(' ', Number().Matches(output).Select(number => number.Value).Where(number => number.Contains('.', StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    private static string[] Decimals(string page) =>
        [.. Number().Matches(Code().Replace(Documents.Read(page), "")).Select(match => match.Value).Where(number => number.Contains('.', StringComparison.Ordinal))];

    /// <summary>Numbers to nine digits: the last ones of a fit depend on the widths of a machine's lanes.</summary>
    private static string Rounded(string text) => Number().Replace(text, match => match.Value.Length > 9 ? double.Parse(match.Value, CultureInfo.InvariantCulture).ToString("g9", CultureInfo.InvariantCulture) : match.Value);

    [GeneratedRegex(@"-?\d+(\.\d+)?", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Number();

    [GeneratedRegex(@"<!--.*?-->|```.*?```|`[^`]*`|\]\([^)]*\)", RegexOptions.Singleline, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Code();

    [GeneratedRegex("^<!-- scene: .+ -->$", RegexOptions.Multiline)]
    private static partial Regex Scene();
}
