using System.Text.Json;
using Microsoft.Playwright;
using Xunit;

namespace Minima.Explorer.Tests;

/// <summary>Addresses of a screen, opened one after the other by the page itself, and what the screen then writes as its own address.</summary>
internal static class RoundTrip
{
    /// <summary>How many states of a screen go round.</summary>
    public static readonly int States = Sweep.Of(thin: 30, wide: 30, full: 100);

    /// <summary>Every address comes back as it went. What an element shows, or a field of its data holds, must be there too: the state has reached the picture.</summary>
    public static async Task HoldsAsync(OpenPage open, string tag, IReadOnlyList<string> hashes, string shown, Func<string, string> expected)
    {
        string[] wanted = [.. hashes.Select(expected)];
        Assert.Equal(hashes, await WrittenAsync(open.Page, tag, hashes, shown, wanted));
    }

    /// <summary>The addresses that a screen writes for the states that it was given.</summary>
    public static async Task<string[]> WrittenAsync(IPage page, string tag, IReadOnlyList<string> hashes, string shown = "''", IReadOnlyList<string>? wanted = null)
    {
        var written = await page.EvaluateAsync<JsonElement>($$"""
            async ([tag, hashes, wanted]) => {
              const screen = document.querySelector(tag);
              const written = [];
              for (const [i, hash] of hashes.entries()) {
                await ({{Waiting.Go}})(hash);
                for (let frame = 0; wanted && ({{shown}}) !== wanted[i]; frame++) {
                  if (frame > 3000) throw new Error(`${hash} is never shown`);
                  await new Promise(requestAnimationFrame);
                }
                screen.dispatchEvent(new CustomEvent('save'));
                written.push(location.hash);
              }
              return written;
            }
            """, new object?[] { tag, hashes, wanted });
        return [.. written.EnumerateArray().Select(one => one.GetString()!)];
    }
}
