using System.Text.Json;
using Microsoft.Playwright;
using Xunit;

namespace Minima.Explorer.Tests;

/// <summary>axe-core finds nothing against any screen: folded and unfolded, in both languages, light and dark, on a phone and on a desk. A page that has just been opened has no text of the other language.</summary>
public sealed class AccessibilityTests(Site site)
{
    private const int Phone = 390;
    private const int Desk = 1400;

    private static readonly string Axe = File.ReadAllText(Path.Combine(Repository.Root, "src/Minima.Explorer/app/node_modules/axe-core/axe.min.js"));

    /// <summary>Each screen in each language; between them also both widths and both schemes.</summary>
    public static TheoryData<string, string, int, ColorScheme> Every => [.. PageTests.Names.SelectMany((screen, place) => new[]
    {
        (screen, "en", place % 2 == 0 ? Desk : Phone, place % 4 < 2 ? ColorScheme.Light : ColorScheme.Dark),
        (screen, "zh", place % 2 == 0 ? Phone : Desk, place % 4 < 2 ? ColorScheme.Dark : ColorScheme.Light),
    })];

    public static TheoryData<string, string, int, ColorScheme> All => [.. from screen in PageTests.Names from language in new[] { "en", "zh" } from width in new[] { Phone, Desk } from scheme in new[] { ColorScheme.Light, ColorScheme.Dark } select (screen, language, width, scheme)];

    /// <summary>0 is the list of the lessons.</summary>
    public static TheoryData<int, string, int, ColorScheme> Lessons => [.. from lesson in Enumerable.Range(0, 11) from language in new[] { "en", "zh" } select (lesson, language, lesson % 2 == 0 ? Desk : Phone, (lesson % 4 < 2) == (language == "en") ? ColorScheme.Light : ColorScheme.Dark)];

    [Theory]
    [SampledData(nameof(Every), Thin = 0.3, Wide = 0.3)]
    public async Task A_new_page_breaks_no_rule_and_speaks_one_language(string screen, string language, int width, ColorScheme scheme)
    {
        await using var open = await site.OpenAsync($"#{screen}?lang={language}", width: width, scheme: scheme);
        await open.Page.WaitForSelectorAsync("html[data-engine=ready]", new() { State = WaitForSelectorState.Attached });
        await PageTests.HasOneLanguageAsync(open, screen, language);

        // Whoever predicts first finds the answer nowhere on the page: not in the explanation, nor in another picture.
        var answers = open.Page.Locator($"#screen-{screen} :is(.explain, .reveals)");
        var covered = open.Page.Locator($"#screen-{screen} :is(.explain, .reveals).covered[inert]");
        Assert.Equal(await answers.CountAsync(), await covered.CountAsync());
        Assert.True(await answers.CountAsync() > 0);
        await HoldsFoldedAndUnfolded(open, screen);
        Assert.Equal(0, await covered.CountAsync());
    }

    [Theory]
    [SampledData(nameof(All), Thin = 0.1, Wide = 0.1)]
    public async Task No_rule_is_broken_in_any_dress(string screen, string language, int width, ColorScheme scheme)
    {
        await using var open = await site.VisitAsync($"#{screen}?lang={language}", width, scheme);
        await HoldsFoldedAndUnfolded(open, screen);
    }

    /// <summary>With a verdict, and with hint and answer folded and unfolded.</summary>
    [Theory]
    [SampledData(nameof(Lessons), Thin = 0.3, Wide = 0.3)]
    public async Task No_rule_is_broken_in_a_lesson(int lesson, string language, int width, ColorScheme scheme)
    {
        await using var open = await site.VisitAsync(lesson == 0 ? $"#lessons?lang={language}" : $"#lessons?lesson={lesson}&lang={language}", width, scheme);
        if (lesson == 0)
        {
            Assert.Empty(await ViolationsAsync(open));
            return;
        }

        await LessonTests.AnswerAsync(open, lesson, "no answer");
        await HoldsFoldedAndUnfolded(open, "lessons");
        Assert.Equal("", language == "en" ? await PageTests.ChineseAsync(open, "lessons") : "");
    }

    /// <summary>The test can fail: a field without a name is found.</summary>
    [Fact]
    public async Task A_field_without_a_name_is_found()
    {
        await using var open = await site.OpenAsync("#pull?lang=en");
        await open.Page.EvaluateAsync("() => { document.getElementById('main').append(document.createElement('input')); }");
        Assert.Contains(await ViolationsAsync(open), violation => violation.StartsWith("label:", StringComparison.Ordinal));
    }

    private static async Task HoldsFoldedAndUnfolded(OpenPage open, string screen)
    {
        Assert.Empty(await ViolationsAsync(open));

        // The figure counts once the question is skipped, the tables of charts and the exports once they are unfolded.
        await open.Page.Keyboard.PressAsync("Escape");
        await open.Page.EvaluateAsync("screen => { for (const section of document.querySelectorAll(`#screen-${screen} details`)) if (section.checkVisibility()) section.open = true; }", screen);
        await open.Page.UntilAsync($"!document.querySelector('#screen-{screen} .exports pre')?.textContent.startsWith('…')");
        Assert.True(await open.Page.Locator($"#screen-{screen} details[open]").CountAsync() > 0);
        Assert.Empty(await ViolationsAsync(open));
    }

    private static async Task<IReadOnlyList<string>> ViolationsAsync(OpenPage open)
    {
        await open.Page.EvaluateAsync($"() => {{ if (!window.axe) {{ {Axe} }} }}");
        var found = await open.Page.EvaluateAsync<JsonElement>("() => axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations.map(({ id, nodes }) => ({ id, places: nodes.map((node) => node.target.join(' ')) })))");
        return [.. found.EnumerateArray().Select(violation => $"{violation.GetProperty("id").GetString()}: {string.Join(", ", violation.GetProperty("places").EnumerateArray().Take(3).Select(place => place.GetString()))}")];
    }
}
