using System.Net;
using System.Runtime.CompilerServices;
using Microsoft.Playwright;
using Xunit;

namespace Minima.Site.Tests;

/// <summary>The site that <c>tools/build-site</c> wrote, served from this machine, and Chromium to read it with.</summary>
public sealed class BuiltSite : IAsyncLifetime
{
    /// <summary>Milliseconds for one action: a loaded machine is slow, and no test asserts a time.</summary>
    private const float Patience = 240_000;

    private static readonly Dictionary<string, string> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        [".html"] = "text/html; charset=utf-8",
        [".js"] = "text/javascript",
        [".css"] = "text/css",
        [".svg"] = "image/svg+xml",
        [".png"] = "image/png",
        [".json"] = "application/json",
        [".wasm"] = "application/wasm",
    };

    private static readonly string[] Arguments = ["--no-sandbox"];

    private readonly HttpListener _listener = new();
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Where the site is.</summary>
    public string Folder { get; } = Path.GetFullPath(Path.Combine(Here(), "..", "..", "artifacts", "site"));

    /// <summary>The address of its first page, with a slash at the end.</summary>
    public string Address { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Path.Combine(Folder, "index.html")))
        {
            throw new InvalidOperationException($"there is no site in '{Folder}': run tools/build-site.");
        }

        Listen();
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
        _listener.Close();
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

    /// <summary>Serves the folder on the first free port.</summary>
    private void Listen()
    {
        using (var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Address = $"http://localhost:{((IPEndPoint)probe.LocalEndpoint).Port}/";
        }

        _listener.Prefixes.Add(Address);
        _listener.Start();
        _ = Task.Run(ServeAsync);
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext request;
            try
            {
                request = await _listener.GetContextAsync();
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            var path = Uri.UnescapeDataString(request.Request.Url!.AbsolutePath).TrimStart('/');
            var file = Path.GetFullPath(Path.Combine(Folder, path.Length == 0 || path.EndsWith('/') ? path + "index.html" : path));
            if (file.StartsWith(Folder, StringComparison.Ordinal) && File.Exists(file))
            {
                request.Response.ContentType = Kinds.GetValueOrDefault(Path.GetExtension(file), "application/octet-stream");
                await request.Response.OutputStream.WriteAsync(await File.ReadAllBytesAsync(file));
            }
            else
            {
                request.Response.StatusCode = 404;
            }

            request.Response.Close();
        }
    }
}
