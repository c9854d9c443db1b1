using Microsoft.Playwright;
using Xunit;

namespace Minima.Browser.Tests;

/// <summary>Chromium, once for all tests: the one that MINIMA_CHROMIUM names, or that of the system.</summary>
public sealed class Chromium : IAsyncLifetime
{
    /// <summary>Milliseconds for one action: a loaded machine is slow, and no test asks how fast a page is.</summary>
    public const float Patience = 240_000;

    private static readonly string[] Arguments = ["--no-sandbox"];

    private IPlaywright? _playwright;

    public IBrowser Browser { get; private set; } = null!;

    /// <summary>Where the pages of this run stand.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("minima-pages-").FullName;

    public async ValueTask InitializeAsync()
    {
        var path = Environment.GetEnvironmentVariable("MINIMA_CHROMIUM") is { Length: > 0 } given ? given : "/usr/bin/chromium";
        if (!File.Exists(path))
        {
            throw new InvalidOperationException($"there is no Chromium at '{path}': name it in MINIMA_CHROMIUM (Debian: apt-get install chromium).");
        }

        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = Arguments, Timeout = Patience });
    }

    public async ValueTask DisposeAsync()
    {
        if (Browser is not null)
        {
            await Browser.CloseAsync();
        }

        _playwright?.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Opens a page that was written, as a file; what it says on the console and what it asks the network for is kept.</summary>
    public async Task<OpenPage> OpenAsync(string html, string locale = "en-US", ColorScheme scheme = ColorScheme.Light, int width = 1200, bool touch = false)
    {
        var file = Path.Combine(Folder, $"{Guid.NewGuid():N}.html");
        await File.WriteAllTextAsync(file, html);
        var address = new Uri(file).AbsoluteUri;
        return await OpenAtAsync(address, request => request == address, locale, scheme, width, touch);
    }

    /// <summary>Opens a page at an address; a request that is not expected is a complaint.</summary>
    public async Task<OpenPage> OpenAtAsync(string address, Func<string, bool> isExpected, string locale = "en-US", ColorScheme scheme = ColorScheme.Light, int width = 1200, bool touch = false, bool scripts = true)
    {
        var context = await Browser.NewContextAsync(new() { Locale = locale, ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 800 }, HasTouch = touch, JavaScriptEnabled = scripts });
        context.SetDefaultTimeout(Patience);
        var page = await context.NewPageAsync();
        var opened = new OpenPage(page, context);
        page.Console += (_, message) => opened.Complaints.Add($"{message.Type}: {message.Text}");
        page.PageError += (_, error) => opened.Complaints.Add(error);
        page.Dialog += (_, dialog) => opened.Complaints.Add($"dialog: {dialog.Message}");
        page.Request += (_, request) =>
        {
            if (!isExpected(request.Url))
            {
                opened.Complaints.Add($"request: {request.Url}");
            }
        };
        await page.GotoAsync(address);
        return opened;
    }
}

/// <summary>A page that is open. When it is left it must have said nothing on the console and asked for nothing.</summary>
public sealed class OpenPage(IPage page, IBrowserContext context) : IAsyncDisposable
{
    public IPage Page { get; } = page;

    public List<string> Complaints { get; } = [];

    /// <summary>Takes the page over when it is left without a complaint, for the next visitor; without it the page is closed.</summary>
    public Action<OpenPage>? Kept { get; set; }

    public async ValueTask DisposeAsync()
    {
        if (Kept is { } keep && Complaints.Count == 0)
        {
            keep(this);
            return;
        }

        await context.CloseAsync();
        Assert.True(Complaints.Count == 0, string.Join('\n', Complaints));
    }

    /// <summary>The text that a reader sees of an element.</summary>
    public Task<string> SeenAsync(string selector) => Page.Locator(selector).First.InnerTextAsync();

    /// <summary>The drawn curves of a chart.</summary>
    public async Task<string> DrawnAsync(string figure) => await Page.Locator($"{figure} .plot path.curve").First.GetAttributeAsync("d") ?? "";

    /// <summary>Waits until a chart is drawn otherwise than it was: the page draws with the next frame. Fails after some minutes.</summary>
    public Task RedrawnAsync(string figure, string before) => Drawn(figure, before, "!==");

    /// <summary>Waits until a chart is drawn as it was before.</summary>
    public Task RestoredAsync(string figure, string before) => Drawn(figure, before, "===");

    private Task<IJSHandle> Drawn(string figure, string before, string comparison) => Page.WaitForFunctionAsync(
        $"([selector, before]) => document.querySelector(selector).getAttribute('d') {comparison} before", new[] { $"{figure} .plot path.curve", before });

    /// <summary>How far the page is wider than the window.</summary>
    public Task<int> OverflowAsync() => Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
}
