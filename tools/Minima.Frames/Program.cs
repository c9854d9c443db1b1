using System.Globalization;
using Microsoft.Playwright;
using Minima.Cli.Explore;
using Minima.Frames;

// Measures the built explorer in Chromium: artifacts/explorer and artifacts/explorer.html, which tools/build-explorer writes. Prints each figure beside its budget; it never fails on one.
// The heap is measured after one minute of use; --minutes 5 takes as long as the budget says.
const int Runs = 5;
const string Ready = "html[data-engine=ready]";
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
double minutes = 1;
if (args is not ([] or ["--minutes", _]) || (args.Length == 2 && !(double.TryParse(args[1], CultureInfo.InvariantCulture, out minutes) && minutes > 0)))
{
    Console.Error.WriteLine("Minima.Frames takes nothing, or --minutes and a positive number.");
    return 2;
}

var root = new DirectoryInfo(Environment.CurrentDirectory);
while (root is not null && !File.Exists(Path.Combine(root.FullName, "Minima.slnx"))) root = root.Parent;
var folder = root is null ? "" : Path.Combine(root.FullName, "artifacts", "explorer");
if (!File.Exists(Path.Combine(folder, "index.html")))
{
    Console.Error.WriteLine($"no artifacts/explorer/index.html in a clone of Minima around {Environment.CurrentDirectory}: run tools/build-explorer first.");
    return 2;
}

Print("folder, Brotli", Sizes.OfFolder(folder), Sizes.FolderBudget, "MB");
Print("one file", Sizes.OfFile(Path.Combine(root!.FullName, "artifacts", "explorer.html")), Sizes.FileBudget, "MB");

using var end = new CancellationTokenSource();
using var site = LoopbackSite.Start(folder);
var serving = site.ServeAsync(end.Token);
using var playwright = await Playwright.CreateAsync();
await using (var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Environment.GetEnvironmentVariable("MINIMA_CHROMIUM") is { Length: > 0 } given ? given : "/usr/bin/chromium", Args = ["--no-sandbox", "--enable-precise-memory-info"] }))
{
    var (paints, starts) = (new double[Runs], new double[Runs]);
    for (var run = 0; run < Runs; run++)
    {
        await using var context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = 1400, Height = 800 } });
        var page = await OpenAsync(context, site.Address.AbsoluteUri + "#pull?lang=en");
        starts[run] = await page.EvaluateAsync<double>("window.readyAt");
        paints[run] = await page.EvaluateAsync<double>("performance.getEntriesByName('first-contentful-paint')[0].startTime");
    }

    Print($"first paint, median of {Runs}", Median(paints), 500, "ms");
    Print($"the library answers, median of {Runs}", Median(starts), 1500, "ms");

    foreach (var (losses, budget) in ((string[], double)[])[(["huber:delta=1"], 12), (["mse", "huber:delta=1", "mae"], 25)])
    {
        await using var context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = 1400, Height = 800 } });
        var page = await OpenAsync(context, $"{site.Address.AbsoluteUri}#pull?lang=en&loss={string.Join(';', losses)}");
        var table = "x,y\n" + string.Concat(Enumerable.Range(0, 500).Select(i => $"{i / 50.0},{(i / 50.0) + (2 * Math.Sin(37 * i))}\n"));
        await page.Locator("mx-pull .own-data summary").ClickAsync();
        await page.Locator("mx-pull .own-data textarea").FillAsync(table);
        await page.Locator("mx-pull .own-data .read button").ClickAsync();
        await UntilAsync(page, $"document.querySelectorAll('mx-pull .handle').length === 500 && document.querySelectorAll('mx-pull tr[data-certified=true]').length === {losses.Length}");
        await page.Locator("mx-pull .own-data summary").ClickAsync();
        var frames = await DragAsync(page);
        Print($"frame of a drag, 500 points, {losses.Length} {(losses.Length == 1 ? "loss" : "losses")}, 95th percentile of {frames.Length}", Percentile(frames, 0.95), budget, "ms");
        var released = await page.EvaluateAsync<double>("""
            async () => {
              const begun = performance.now();
              while (!document.querySelector('mx-pull tr[data-certified=false]') && performance.now() - begun < 60) await new Promise(requestAnimationFrame);
              while (document.querySelector('mx-pull tr[data-certified=false]')) await new Promise(requestAnimationFrame);
              return performance.now() - begun;
            }
            """);
        Print($"certified after the release, {losses.Length} {(losses.Length == 1 ? "loss" : "losses")}", released, 150, "ms");
    }

    const int Points = 10_000;
    var redrawn = await CurveFrames.OfAsync(browser, root.FullName, Points);
    Print($"a curve of {Points} points computed and drawn anew, 95th percentile of {redrawn.Length} frames", Percentile(redrawn, 0.95), 16, "ms");

    await using (var context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = 1400, Height = 800 } }))
    {
        var page = await OpenAsync(context, site.Address.AbsoluteUri + "#playground?lang=en");
        var (heap, library, rounds) = await PlaygroundHeap.AfterAsync(page, TimeSpan.FromMinutes(minutes));
        Print($"heap of the page after {minutes:0.##} minutes of the playground ({rounds} rounds; the library's memory beside it: {library:0} MB)", heap, 150, "MB");
    }

    await using (var context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = 1400, Height = 800 } }))
    {
        var page = await OpenAsync(context, site.Address.AbsoluteUri + "#own?lang=en");
        await UntilAsync(page, "document.querySelector('mx-own').dataset.certified === 'true'");
        var shown = new List<double>();
        for (var change = 0; change < 25; change++)
        {
            shown.Add(await page.EvaluateAsync<double>("""
                async text => {
                  const field = document.querySelector('#own-loss');
                  const values = document.querySelector('mx-own .values');
                  const before = values.dataset.value;
                  const begun = performance.now();
                  field.value = text;
                  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
                  while (values.dataset.value === before) await new Promise((rest) => setTimeout(rest));
                  await new Promise(requestAnimationFrame);
                  return performance.now() - begun;
                }
                """, $"{3 + change}*relu(t - p) + relu(p - t) + {change}.5"));
            await UntilAsync(page, "document.querySelector('mx-own').dataset.certified === 'true'");
        }

        Print($"a formula changed while the library is idle is shown, warm, median of {shown.Count - 5}", Median([.. shown.Skip(5)]), 150, "ms");
    }
}

await end.CancelAsync();
await serving;
return 0;

static async Task<IPage> OpenAsync(IBrowserContext context, string address)
{
    var page = await context.NewPageAsync();
    await page.AddInitScriptAsync("new MutationObserver(() => { if (document.documentElement.dataset.engine === 'ready') window.readyAt ??= performance.now(); }).observe(document, { attributes: true, subtree: true });");
    await page.GotoAsync(address);
    await page.WaitForSelectorAsync(Ready, new() { State = WaitForSelectorState.Attached });
    await page.Keyboard.PressAsync("Escape");
    return page;
}

// The page's policy forbids Playwright's own way of waiting, which makes functions of texts.
static async Task UntilAsync(IPage page, string condition)
{
    while (!await page.EvaluateAsync<bool>(condition)) await page.WaitForTimeoutAsync(50);
}

// Frames in which nothing moved say nothing.
static async Task<double[]> DragAsync(IPage page)
{
    var handle = page.Locator("mx-pull .handle").Nth(400);
    await handle.ScrollIntoViewIfNeededAsync();
    var box = (await handle.BoundingBoxAsync())!;
    var (x, y) = (box.X + (box.Width / 2), box.Y + (box.Height / 2));
    await page.Mouse.MoveAsync(x, y);
    await page.Mouse.DownAsync();
    var frames = await new FrameTrace(await page.Context.NewCDPSessionAsync(page)).OfAsync(async () =>
    {
        for (var move = 0; move < 120; move++)
        {
            await page.Mouse.MoveAsync(x, y + (60 * (float)Math.Sin(move / 6.0)));
            await page.EvaluateAsync("new Promise(requestAnimationFrame)");
        }
    });
    await page.Mouse.MoveAsync(x, y + 20);
    await page.Mouse.UpAsync();
    return [.. frames.Where(frame => frame > 0.5)];
}

static double Median(double[] values) => Percentile(values, 0.5);

static double Percentile(double[] values, double share) => values.Order().ElementAt((int)Math.Ceiling(share * values.Length) - 1);

static void Print(string what, double value, double budget, string unit) => Console.WriteLine($"{what}: {value:0.##} {unit} of {budget:0.#} {unit}{(value > budget ? ", over the budget" : "")}");
