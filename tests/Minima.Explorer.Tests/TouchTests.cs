using Microsoft.Playwright;
using Xunit;

namespace Minima.Explorer.Tests;

/// <summary>On a phone every control is at least 44 by 44 pixels, with everything unfolded. Handles in pictures are smaller: a finger may land 30 pixels beside them.</summary>
public sealed class TouchTests(Site site)
{
    private const int Phone = 390;

    public static TheoryData<string, string> Screens => PageTests.Screens;

    [Theory]
    [MemberData(nameof(Screens))]
    public async Task Controls_are_large_enough_for_a_finger(string screen, string language)
    {
        await using var open = await site.VisitAsync($"#{screen}?lang={language}", Phone);
        await HoldsAsync(open, screen);
        await open.Page.EvaluateAsync("screen => { for (const section of document.querySelectorAll(`#screen-${screen} details`)) section.open = true; }", screen);
        await open.Page.UntilAsync($"!document.querySelector('#screen-{screen} .exports pre')?.textContent.startsWith('…')");
        await HoldsAsync(open, screen);
    }

    /// <summary>The question stands on top as long as it is not answered; its answers are controls too.</summary>
    [Theory]
    [MemberData(nameof(PageTests.Asking), MemberType = typeof(PageTests))]
    public async Task Answers_are_large_enough_for_a_finger(string screen)
    {
        await using var open = await site.OpenAsync($"#{screen}", width: Phone);
        Assert.True(await open.Page.Locator($"#screen-{screen} .answers button").CountAsync() > 1);
        await HoldsAsync(open, screen);
    }

    [Theory]
    [MemberData(nameof(LessonTests.Languages), MemberType = typeof(LessonTests))]
    public async Task Controls_of_a_lesson_are_large_enough_for_a_finger(int lesson, string language)
    {
        await using var open = await site.VisitAsync($"#lessons?lesson={lesson}&lang={language}", Phone);
        await open.Page.EvaluateAsync("() => { for (const section of document.querySelectorAll('#screen-lessons details')) section.open = true; }");
        await open.Page.DrawnAsync();
        Assert.Equal(0, await open.OverflowAsync());
        await HoldsAsync(open, "lessons");
    }

    /// <summary>The test can fail: a small button is found.</summary>
    [Fact]
    public async Task A_small_button_is_found()
    {
        await using var open = await site.OpenAsync("#pull?lang=en", width: Phone);
        await open.Page.EvaluateAsync("() => { const small = document.createElement('button'); small.textContent = 'small'; small.style = 'min-height: 30px; height: 30px'; document.querySelector('#screen-pull').append(small); }");
        Assert.Contains("small", await SmallAsync(open, "pull"), StringComparison.Ordinal);
    }

    private static async Task HoldsAsync(OpenPage open, string screen)
    {
        var small = await SmallAsync(open, screen);
        Assert.True(small == "", small);
    }

    /// <summary>Visible controls of the screen and of the page's head that are too small; boxes and radio buttons count with their labels, and links within a sentence are no controls.</summary>
    private static Task<string> SmallAsync(OpenPage open, string screen) => open.Page.EvaluateAsync<string>(
        """
        name => [...document.querySelectorAll(`nav.screens a, header button, #screen-${name} :is(button, summary, select, textarea, input)`)]
          .filter((one) => one.checkVisibility({ visibilityProperty: true }) && one.getBoundingClientRect().width > 0)
          .map((one) => [one, (one.matches('[type=radio], [type=checkbox]') ? one.closest('label, td') ?? one : one).getBoundingClientRect()])
          .filter(([, { width, height }]) => Math.min(width, height) < 43.5)
          .map(([one, { width, height }]) => `${one.tagName.toLowerCase()} ${one.className} ${one.type ?? ''} "${(one.textContent || one.ariaLabel || one.id).slice(0, 30)}" ${width.toFixed(1)} x ${height.toFixed(1)}`)
          .join('\n')
        """, screen);
}
