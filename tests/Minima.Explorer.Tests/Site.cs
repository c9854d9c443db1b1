using System.Collections.Concurrent;
using Microsoft.Playwright;
using Minima.Cli.Explore;
using Xunit;

namespace Minima.Explorer.Tests;

/// <summary>The built explorer behind a web server on the loopback address, and Chromium, once for all tests.</summary>
public sealed class Site : IAsyncLifetime
{
    private readonly CancellationTokenSource _end = new();
    private readonly Chromium _chromium = new();
    private readonly ConcurrentBag<OpenPage> _started = [];
    private LoopbackSite? _site;
    private Task _serving = Task.CompletedTask;

    public async ValueTask InitializeAsync()
    {
        await _chromium.InitializeAsync();
        _site = LoopbackSite.Start(Repository.Folder);
        _serving = _site.ServeAsync(_end.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _chromium.DisposeAsync();
        await _end.CancelAsync();
        await _serving;
        _site?.Dispose();
        _end.Dispose();
    }

    /// <summary>
    /// Shows a state on a page that has started already, if one is free: the start of the library is most of what a test costs. Questions are skipped and sections folded; texts are English
    /// unless the state names a language. What stands in fields of forms may be an earlier visitor's.
    /// </summary>
    public async Task<OpenPage> VisitAsync(string hash, int width = 1400, ColorScheme scheme = ColorScheme.Light)
    {
        if (!_started.TryTake(out var open)) open = await OpenAsync("#pull?model=constant&lang=en");
        open.Kept = _started.Add;
        await open.Page.WaitForSelectorAsync("html[data-engine=ready]", new() { State = WaitForSelectorState.Attached });
        await open.Page.SetViewportSizeAsync(width, 800);
        await open.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
        await open.Page.GoAsync(hash.Contains("lang=", StringComparison.Ordinal) ? hash : hash + (hash.Contains('?', StringComparison.Ordinal) ? "&lang=en" : "?lang=en"));
        await open.Page.EvaluateAsync("""
            () => {
              document.activeElement?.blur();
              document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
              for (const section of document.querySelectorAll('details[open]')) section.open = false;
              scrollTo(0, 0);
            }
            """);
        await open.Page.DrawnAsync();
        return open;
    }

    /// <summary>Opens a state from the loopback address, on a page of its own. A request for anything but the site's own files is a complaint.</summary>
    public async Task<OpenPage> OpenAsync(string hash, string locale = "en-US", int width = 1400, ColorScheme scheme = ColorScheme.Light, bool scripts = true)
    {
        var own = _site!.Address.AbsoluteUri;
        var open = await _chromium.OpenAtAsync(own + hash, request => request.StartsWith(own, StringComparison.Ordinal) || request.StartsWith("blob:" + own, StringComparison.Ordinal), locale, scheme, width, scripts: scripts);
        if (scripts) await open.Page.WaitForSelectorAsync("html[data-app=ready]", new() { State = WaitForSelectorState.Attached });
        return open;
    }

    /// <summary>Opens what another server of this machine serves; a request for anything else is a complaint.</summary>
    public async Task<OpenPage> OpenServedAsync(Uri address)
    {
        var own = address.GetLeftPart(UriPartial.Authority);
        var open = await _chromium.OpenAtAsync(address.AbsoluteUri, request => request.StartsWith(own, StringComparison.Ordinal) || request.StartsWith("blob:" + own, StringComparison.Ordinal));
        await open.Page.WaitForSelectorAsync("html[data-app=ready]", new() { State = WaitForSelectorState.Attached });
        return open;
    }

    /// <summary>Opens a state of the one file from the disk: no request at all is expected.</summary>
    public async Task<OpenPage> OpenFileAsync(string hash, string locale = "en-US", int width = 1400)
    {
        var own = new Uri(Repository.OneFile).AbsoluteUri + hash;
        var open = await _chromium.OpenAtAsync(own, request => request == own.Split('#')[0] || request == own || request.StartsWith("blob:", StringComparison.Ordinal), locale, width: width);
        await open.Page.WaitForSelectorAsync("html[data-app=ready]", new() { State = WaitForSelectorState.Attached });
        return open;
    }
}
