using System.Text.Json;
using Microsoft.Playwright;
using Xunit;

namespace Minima.Explorer.Tests;

/// <summary>axe-core finds nothing against any screen: both languages, phone and desk, light and dark, everything unfolded.</summary>
public sealed class AccessibilityTests(Site site) : IClassFixture<Site>
{
    private static readonly string Axe = File.ReadAllText(Path.Combine(Repository.Root, "src/Minima.Explorer/app/node_modules/axe-core/axe.min.js"));

    public static TheoryData<string, string> Screens => PageTests.Screens;

    [Theory]
    [MemberData(nameof(Screens))]
    public async Task No_rule_is_broken(string screen, string language)
    {
        var isPhone = language == "zh";
        await using var open = await site.OpenAsync($"#{screen}?lang={language}", width: isPhone ? 390 : 1400, scheme: isPhone ? ColorScheme.Dark : ColorScheme.Light);
        await open.Page.WaitForSelectorAsync("html[data-engine=ready]", new() { State = WaitForSelectorState.Attached });
        Assert.Empty(await ViolationsAsync(open));

        // Once the question is skipped, the figure counts too; and the tables of the charts are there.
        await open.Page.Keyboard.PressAsync("Escape");
        foreach (var summary in await open.Page.Locator($"#screen-{screen} details:not([open]) > summary:visible").AllAsync()) await summary.ClickAsync();
        Assert.Empty(await ViolationsAsync(open));
    }

    /// <summary>The test can fail: a field without a name is found.</summary>
    [Fact]
    public async Task A_field_without_a_name_is_found()
    {
        await using var open = await site.OpenAsync("#pull?lang=en");
        await open.Page.EvaluateAsync("() => { document.getElementById('main').append(document.createElement('input')); }");
        Assert.Contains(await ViolationsAsync(open), violation => violation.StartsWith("label:", StringComparison.Ordinal));
    }

    private static async Task<IReadOnlyList<string>> ViolationsAsync(OpenPage open)
    {
        await open.Page.EvaluateAsync($"() => {{ if (!window.axe) {{ {Axe} }} }}");
        var found = await open.Page.EvaluateAsync<JsonElement>("() => axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations.map(({ id, nodes }) => ({ id, places: nodes.map((node) => node.target.join(' ')) })))");
        return [.. found.EnumerateArray().Select(violation => $"{violation.GetProperty("id").GetString()}: {string.Join(", ", violation.GetProperty("places").EnumerateArray().Take(3).Select(place => place.GetString()))}")];
    }
}
