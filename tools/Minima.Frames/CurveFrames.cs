using Microsoft.Playwright;
using Minima.Writers;

namespace Minima.Frames;

/// <summary>A curve of many points under a slider: in each frame the page computes it anew by the formula that the library wrote, and draws it as every page of Minima does.</summary>
internal static class CurveFrames
{
    /// <summary>Milliseconds of script, style and layout in each frame.</summary>
    public static async Task<double[]> OfAsync(IBrowser browser, string root, int points)
    {
        await using var context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = 1400, Height = 800 } });
        var page = await context.NewPageAsync();
        var assets = Path.Combine(root, "src", "Minima.Pages", "Documents", "Assets");
        var text = new Func<string, string>(name => File.ReadAllText(Path.Combine(assets, name)));
        await page.SetContentAsync($$"""
            <!doctype html><html lang="en"><style>{{text("page.css")}}</style><body><figure class="chart"><figcaption>huber</figcaption></figure>
            <script>{{text("page.js")}}{{text("chart.js")}}
            const huber = {{FormulaWriter.Write(LossSpec.Parse("huber:delta=1").Create(), FormulaLanguage.JavaScript).Trim().TrimEnd(';')}};
            const x = Array.from({ length: {{points}} }, (_, i) => (20 * i) / {{points}} - 10);
            let target = 0;
            const chart = minima.chart(document.querySelector("figure"), () => ({
              x: { label: "prediction" }, y: { label: "loss" }, height: 300,
              series: [{ name: "huber", kind: "line", style: 0, x, y: x.map((p) => huber(p, target)) }],
            }));
            const move = async (place) => { target = 3 * Math.sin(place / 6); chart.update(); await new Promise(requestAnimationFrame); };
            </script></body></html>
            """);
        for (var warm = 0; warm < 10; warm++) await page.EvaluateAsync("place => move(place)", warm);
        var before = await page.Locator("path.curve").First.GetAttributeAsync("d");
        var frames = await new FrameTrace(await context.NewCDPSessionAsync(page)).OfAsync(async () =>
        {
            for (var place = 10; place < 110; place++) await page.EvaluateAsync("place => move(place)", place);
        });
        if (before == await page.Locator("path.curve").First.GetAttributeAsync("d")) throw new InvalidOperationException("the curve did not move");
        return [.. frames.Where(frame => frame > 0.5)];
    }
}
