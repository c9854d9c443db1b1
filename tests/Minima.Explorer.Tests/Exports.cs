using Minima.Browser.Tests;

namespace Minima.Explorer.Tests;

/// <summary>The panel of a screen that writes what it shows in other languages.</summary>
internal sealed class Exports(OpenPage open, string screen)
{
    /// <summary>Opens the panel and gives the text of one of its entries, counted from 0.</summary>
    public async Task<string> TextAsync(int entry)
    {
        var panel = open.Page.Locator($"{screen} .exports");
        if (await panel.GetAttributeAsync("open") is null) await panel.Locator("summary").ClickAsync();
        await panel.Locator(".choices").First.Locator("button").Nth(entry).ClickAsync();
        await open.Page.UntilAsync($"document.querySelector('{screen} .exports pre').dataset.file && document.querySelector('{screen} .exports .choices button:nth-child({entry + 1})').getAttribute('aria-pressed') === 'true'");
        return (await panel.Locator("pre").TextContentAsync())!;
    }
}
