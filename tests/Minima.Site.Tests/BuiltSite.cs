using System.Runtime.CompilerServices;
using Microsoft.Playwright;
using Minima.Cli.Explore;
using Xunit;

namespace Minima.Site.Tests;

/// <summary>The site that <c>tools/build-site</c> wrote, served from this machine, and Chromium to read it with.</summary>
public sealed class BuiltSite : IAsyncLifetime
{
    /// <summary>Milliseconds for one action: a loaded machine is slow, and no test asserts a time.</summary>
    private const float Patience = 240_000;

    private static readonly string[] Arguments = ["--no-sandbox"];

    private readonly CancellationTokenSource _end = new();
    private LoopbackSite? _site;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Where the site is.</summary>
    public string Folder { get; } = Path.GetFullPath(Path.Combine(Here(), "..", "..", "artifacts", "site"));

    /// <summary>The address of its first page, with a slash at the end.</summary>
    public string Address => _site?.Address.AbsoluteUri ?? "";

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Path.Combine(Folder, "index.html")))
        {
            throw new InvalidOperationException($"there is no site in '{Folder}': run tools/build-site.");
        }

        _site = LoopbackSite.Start(Folder);
        _ = _site.ServeAsync(_end.Token);
        var path = Environment.GetEnvironmentVariable("MINIMA_CHROMIUM") is { Length: > 0 } given ? given : "/usr/bin/chromium";
        if (!File.Exists(path))
        {
            throw new InvalidOperationException($"there is no Chromium at '{path}': name it in MINIMA_CHROMIUM (Debian: apt-get install chromium).");
        }

        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = Arguments, Timeout = Patience });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }

        _playwright?.Dispose();
        await _end.CancelAsync();
        _site?.Dispose();
        _end.Dispose();
    }

    /// <summary>Opens a page. Foreign addresses that it asks for, and errors on its console, are collected.</summary>
    public async Task<(IPage Page, List<string> Complaints)> OpenAsync(string path, int width = 1400)
    {
        var context = await _browser!.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = 900 } });
        context.SetDefaultTimeout(Patience);
        var page = await context.NewPageAsync();
        var complaints = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                complaints.Add(message.Text);
            }
        };
        page.PageError += (_, error) => complaints.Add(error);
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(Address, StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal) && !request.Url.StartsWith("blob:", StringComparison.Ordinal))
            {
                complaints.Add($"request: {request.Url}");
            }
        };
        await page.GotoAsync(Address + path);
        return (page, complaints);
    }

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
