using System.Diagnostics;
using Microsoft.Playwright;

namespace Minima.Frames;

/// <summary>What the page holds after it was used: other rows, other losses, twenty steps, and the slider of the steps, over and over.</summary>
internal static class PlaygroundHeap
{
    /// <summary>Objects of scripts, of the page, and bytes of arrays: the weights after each step are such.</summary>
    private static readonly string[] Parts = ["usedSize", "embedderHeapUsedSize", "backingStorageSize"];

    /// <summary>Megabytes of the page's heap behind a collection of garbage, and of the memory of the library in its worker; how many rounds were made.</summary>
    public static async Task<(double Page, double Library, int Rounds)> AfterAsync(IPage page, TimeSpan time)
    {
        string[] losses = ["bce_with_logits", "mse", "sigmoid_focal:gamma=2", "hinge", "softplus(p) - t*p"];
        var begun = Stopwatch.GetTimestamp();
        var rounds = 0;
        for (; Stopwatch.GetElapsedTime(begun) < time; rounds++)
        {
            await page.EvaluateAsync(
                """
                async ([loss, turn]) => {
                  const screen = document.querySelector('mx-playground');
                  const rest = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
                  const settled = async () => { do await rest(20); while (!screen.dataset.settled); };
                  const field = screen.querySelector('input.loss');
                  field.value = loss;
                  field.dispatchEvent(new Event('change', { bubbles: true }));
                  await settled();
                  const buttons = [...screen.querySelectorAll('.again button')];
                  for (let press = 0; press < 3; press++) { buttons[1].click(); await settled(); }
                  const slider = screen.querySelector('input.step');
                  for (const step of [0, 10, 30]) { slider.value = step; slider.dispatchEvent(new Event('input', { bubbles: true })); await settled(); }
                  if (turn % 3 === 2) { screen.querySelector('.kinds button:last-of-type').click(); await settled(); }
                }
                """, new object[] { losses[rounds % losses.Length], rounds });
        }

        var session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("HeapProfiler.collectGarbage");
        var heap = (await session.SendAsync("Runtime.getHeapUsage"))!.Value;
        var used = Parts.Sum(name => heap.TryGetProperty(name, out var size) ? size.GetDouble() : 0);
        var library = await page.Workers[0].EvaluateAsync<double>("globalThis.getDotnetRuntime?.(0)?.Module?.HEAPU8?.byteLength ?? 0");
        return (used / 1e6, library / 1e6, rounds);
    }
}
