using System.Text.RegularExpressions;
using Xunit;

namespace Minima.Docs.Tests;

/// <summary>The pages of cases show what the program prints, in their language. They change the current folder, so that no other test runs meanwhile.</summary>
[CollectionDefinition(nameof(CaseTests), DisableParallelization = true)]
[Collection(nameof(CaseTests))]
public sealed partial class CaseTests
{
    private const string Document = "docs/tables.md";

    private const string Index = "docs/cases.md";

    private static string[] Pages => [.. Documents.All.Where(document => document.StartsWith("docs/cases/", StringComparison.Ordinal))];

    public static TheoryData<int, string> Parts => InALanguage(Enumerable.Range(0, PartsOf(Document).Length));

    public static TheoryData<string, string> Gallery => InALanguage(Pages);

    /// <summary>The parts of the page do not need each other; within one a command may need the file of an earlier one.</summary>
    [SlowTheory(Wide = 1)]
    [SampledData(nameof(Parts), Thin = 0.1, Wide = 0.6)]
    public Task What_the_commands_print_is_what_is_shown(int part, string language) => Compare(PartsOf(In(language, Document))[part], language);

    /// <summary>Six of ten in <c>.ci/run</c>: numbers change with the code, whatever the page is about.</summary>
    [SlowTheory(Wide = 1)]
    [SampledData(nameof(Gallery), Thin = 0.1, Wide = 0.6)]
    public Task What_the_gallery_shows_is_printed(string page, string language) => Compare(Documents.Read(In(language, page)), language);

    [Fact]
    public void There_are_outputs_to_compare() => Assert.True(Documents.Blocks(Document).Count(block => block.Language == "text") >= 10);

    [Fact]
    public void Every_case_is_in_both_indexes_with_its_picture()
    {
        Assert.True(Pages.Length >= 12, $"{Pages.Length} cases were found");
        foreach (var page in Pages)
        {
            var name = Path.GetFileNameWithoutExtension(page);
            Assert.Contains($"cases/{name}.md", Documents.Links(Index), StringComparer.Ordinal);
            Assert.Contains($"cases/{name}.md", Documents.Links($"docs/zh/cases.md"), StringComparer.Ordinal);
            Assert.Equal(Commands(page), Commands(Chinese(page)));
            Assert.Equal(Documents.Headings(page), Documents.Headings($"docs/zh/cases/{name}.md"));
            foreach (var language in new[] { "en", "zh" })
            {
                var picture = new FileInfo(Path.Combine(Documents.Root, "docs", "images", "cases", $"{name}.{language}.png"));
                Assert.True(picture is { Exists: true, Length: < 150_000 }, $"{picture} is missing or too large");
            }
        }
    }

    /// <summary>Output is put together from pieces; names of the user stand in quotation marks and keep their spelling.</summary>
    [Fact]
    public void Shown_Chinese_has_spaces_beside_letters_and_digits()
    {
        var shown = Documents.All.Where(document => document.StartsWith("docs/zh/", StringComparison.Ordinal)).SelectMany(document => Documents.Blocks(document).Where(block => block.Language == "text").SelectMany(block => block.Code.Split('\n')).Select(line => $"{document}: {line}")).ToArray();
        Assert.True(shown.Length > 500, $"{shown.Length} lines were found");
        Assert.DoesNotContain(shown, line => Unspaced().IsMatch(Quoted().Replace(line, "")));
    }

    [Theory]
    [InlineData("a\nb\nc\n", "a\nb\nc")]
    [InlineData("a\nb\nc\n", "...\nb\n...")]
    [InlineData("a\nb\na\nd\n", "...\na\nd")]
    public void Excerpts_are_found(string output, string excerpt) => ShownOutput.AssertShown("", excerpt, output);

    [Theory]
    [InlineData("a\nb\nc\n", "a\nc")]
    [InlineData("a\nb\nc\n", "b\nc")]
    [InlineData("a\nb\nc\n", "a\nb")]
    [InlineData("a\nb\nc\n", "a\n...\nx\n...")]
    public void Other_excerpts_are_not(string output, string excerpt) =>
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => ShownOutput.AssertShown("", excerpt, output));

    private static async Task Compare(string text, string language)
    {
        using var folder = ShownOutput.Folder();
        Assert.Equal(Documents.BlocksOf(text).Count(block => block.Language == "text"), await ShownOutput.CompareAsync(text, language: language));
    }

    /// <summary>The numbers of both languages are the same, so that a sample runs each page in one of them.</summary>
    private static TheoryData<T, string> InALanguage<T>(IEnumerable<T> cases) => [.. cases.SelectMany(one => Sweep.One(["en", "zh"], $"language of {one}").Select(language => (one, language)))];

    private static string[] PartsOf(string document) => [.. Documents.Read(document).Split("\n## ").Where(part => Documents.BlocksOf(part).Any(block => block.Language == "text"))];

    private static string In(string language, string document) => language == "zh" ? Chinese(document) : document;

    private static string Chinese(string document) => document.Replace("docs/", "docs/zh/", StringComparison.Ordinal);

    /// <summary>The blocks of a page, those of output without their text.</summary>
    private static IEnumerable<(string Language, string Code)> Commands(string document) => Documents.Blocks(document).Select(block => block.Language == "text" ? (block.Language, "") : (block.Language, block.Code));

    [GeneratedRegex("[一-龥](?:--?[a-z]|[A-Za-z0-9])|[A-Za-z0-9)%][一-龥]")]
    private static partial Regex Unspaced();

    [GeneratedRegex("“[^”]*”")]
    private static partial Regex Quoted();
}
