using System.Diagnostics;
using Microsoft.Playwright;
using Xunit;

namespace Minima.Explorer.Tests;

/// <summary>Waits for a page whose policy refuses the evaluation that Playwright's own waiting does inside of it.</summary>
internal static class Waiting
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    /// <summary>A function of the page that follows a link to another state, and waits until the page has taken it over.</summary>
    public const string Go = """
        hash => new Promise(taken => {
          history.replaceState(null, '', '#');
          addEventListener('hashchange', taken, { once: true });
          location.hash = hash;
        }).then(() => true)
        """;

    /// <summary>Follows a link to another state of the page.</summary>
    public static Task GoAsync(this IPage page, string hash) => page.EvaluateAsync(Go, hash);

    /// <summary>Waits until the page has drawn what it was given: the next frame draws, and the one behind it comes after.</summary>
    public static Task DrawnAsync(this IPage page) => page.EvaluateAsync("async () => { for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame); }");

    /// <summary>Asks again and again until an expression holds; fails after some minutes.</summary>
    public static async Task UntilAsync(this IPage page, string expression)
    {
        var begun = Stopwatch.GetTimestamp();
        while (!await page.EvaluateAsync<bool>($"() => Boolean({expression})"))
        {
            Assert.True(Stopwatch.GetElapsedTime(begun) < Patience, $"never came true: {expression}");
            await Task.Delay(15, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Presses the mouse on a handle, once it rests and nothing lies over it; the handle that is held has the focus.</summary>
    public static async Task<LocatorBoundingBoxResult> GrabAsync(this ILocator handle)
    {
        await handle.HoverAsync();
        var box = (await handle.BoundingBoxAsync())!;
        await handle.Page.Mouse.DownAsync();
        Assert.True(await handle.EvaluateAsync<bool>("handle => handle === document.activeElement"), $"the handle at {box.X}, {box.Y} is not held");
        return box;
    }
}
