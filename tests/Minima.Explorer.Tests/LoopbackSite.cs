using System.Net;
using System.Net.Sockets;

namespace Minima.Explorer.Tests;

/// <summary>The files of a folder for the browsers of this machine only: the loopback address, reading only, nothing outside the folder.</summary>
internal sealed class LoopbackSite : IDisposable
{
    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        [".html"] = "text/html; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".png"] = "image/png",
        [".json"] = "application/json; charset=utf-8",
        [".csv"] = "text/csv; charset=utf-8",
        [".wasm"] = "application/wasm",
    };

    private readonly HttpListener _listener;
    private readonly string _folder;

    private LoopbackSite(HttpListener listener, string folder, Uri address)
    {
        (_listener, _folder, Address) = (listener, folder, address);
    }

    /// <summary>Where the site is.</summary>
    public Uri Address { get; }

    /// <summary>Starts to listen.</summary>
    /// <param name="folder">The files.</param>
    public static LoopbackSite Start(string folder)
    {
        var address = new Uri(FormattableString.Invariant($"http://127.0.0.1:{FreePort()}/"));
        var listener = new HttpListener();
        listener.Prefixes.Add(address.AbsoluteUri);
        listener.Start();
        return new(listener, Path.GetFullPath(folder), address);
    }

    /// <summary>Answers until it is cancelled.</summary>
    public async Task ServeAsync(CancellationToken cancellation)
    {
        await using var stop = cancellation.Register(_listener.Stop).ConfigureAwait(false);
        while (!cancellation.IsCancellationRequested)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync().ConfigureAwait(false);
            }
            catch (HttpListenerException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
            catch (ObjectDisposedException) when (cancellation.IsCancellationRequested)
            {
                return;
            }

            _ = AnswerAsync(context);
        }
    }

    public void Dispose() => ((IDisposable)_listener).Dispose();

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using var response = context.Response;
        response.Headers["Cache-Control"] = "no-cache";
        response.Headers["X-Content-Type-Options"] = "nosniff";
        try
        {
            if (context.Request.HttpMethod is not ("GET" or "HEAD") || !context.Request.IsLocal)
            {
                response.StatusCode = (int)HttpStatusCode.MethodNotAllowed;
                return;
            }

            if (FileOf(context.Request.Url!.AbsolutePath) is not { } file)
            {
                response.StatusCode = (int)HttpStatusCode.NotFound;
                return;
            }

            var bytes = await File.ReadAllBytesAsync(file).ConfigureAwait(false);
            response.ContentType = Types.GetValueOrDefault(Path.GetExtension(file), "application/octet-stream");
            response.ContentLength64 = bytes.Length;
            if (context.Request.HttpMethod == "GET") await response.OutputStream.WriteAsync(bytes).ConfigureAwait(false);
        }
        catch (HttpListenerException)
        {
            // The browser has left in the middle of an answer; the next request is another one.
        }
        catch (IOException)
        {
            response.StatusCode = (int)HttpStatusCode.NotFound;
        }
    }

    private string? FileOf(string path)
    {
        var file = Path.GetFullPath(Path.Combine(_folder, Uri.UnescapeDataString(path.EndsWith('/') ? path + "index.html" : path).TrimStart('/')));
        return file.StartsWith(_folder + Path.DirectorySeparatorChar, StringComparison.Ordinal) && File.Exists(file) ? file : null;
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
