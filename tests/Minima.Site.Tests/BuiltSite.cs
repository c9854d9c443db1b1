using System.Runtime.CompilerServices;
using Microsoft.Playwright;
using Minima.Browser.Tests;
using Minima.Cli.Explore;
using Xunit;

namespace Minima.Site.Tests;

/// <summary>The site that <c>tools/build-site</c> wrote, served from this machine, and Chromium to read it with.</summary>
public sealed class BuiltSite : IAsyncLifetime
{
    private readonly CancellationTokenSource _end = new();
    private readonly Chromium _chromium = new();
    private LoopbackSite? _site;

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
        await _chromium.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _chromium.DisposeAsync();
        await _end.CancelAsync();
        _site?.Dispose();
        _end.Dispose();
    }

    /// <summary>Opens a page. Foreign addresses that it asks for, and errors on its console, are collected.</summary>
    public async Task<(IPage Page, List<string> Complaints)> OpenAsync(string path, int width = 1400)
    {
        var context = await _chromium.Browser.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = 900 } });
        context.SetDefaultTimeout(Chromium.Patience);
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
