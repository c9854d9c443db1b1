using System.Net;
using System.Net.Sockets;

namespace Minima.Cli.Explore;

/// <summary>
/// Serves the files of a folder to the browsers of this machine only: read-only, on the loopback address. The only paths are those of the files that existed at the start
/// and of the named files. Requests under another host name of this machine, as from a page of another site, find nothing.
/// </summary>
internal sealed class LoopbackSite : IDisposable
{
    private const int Tries = 10;

    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        [".html"] = "text/html; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".png"] = "image/png",
        [".json"] = "application/json; charset=utf-8",
        [".wasm"] = "application/wasm",
    };

    private static readonly Dictionary<string, string> EmptyFiles = new(StringComparer.Ordinal);

    private readonly HttpListener _listener;
    private readonly Dictionary<string, string> _files;

    private LoopbackSite(HttpListener listener, Dictionary<string, string> files, Uri address)
    {
        (_listener, _files, Address) = (listener, files, address);
    }

    /// <summary>The address of the site.</summary>
    public Uri Address { get; }

    /// <summary>Starts to listen.</summary>
    /// <param name="folder">The files.</param>
    /// <param name="named">Further files by the paths under which they are served.</param>
    /// <param name="port">The port; null for one that is free.</param>
    /// <exception cref="HttpListenerException">The port is taken.</exception>
    public static LoopbackSite Start(string folder, IReadOnlyDictionary<string, string>? named = null, int? port = null)
    {
        var files = new Dictionary<string, string>(named ?? EmptyFiles, StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var path = "/" + Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/');
            files[path] = file;
            if (path.EndsWith("/index.html", StringComparison.Ordinal)) files[path[..^"index.html".Length]] = file;
        }

        // Another program may take a free port before this one does.
        for (var left = port is null ? Tries : 1; ; left--)
        {
            var address = new Uri(FormattableString.Invariant($"http://127.0.0.1:{port ?? FreePort()}/"));
            var listener = new HttpListener();
            listener.Prefixes.Add(address.AbsoluteUri);
            try
            {
                listener.Start();
                return new(listener, files, address);
            }
            catch (HttpListenerException) when (left > 1)
            {
                ((IDisposable)listener).Dispose();
            }
        }
    }

    /// <summary>Answers requests until it is cancelled.</summary>
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
            catch (InvalidOperationException) when (cancellation.IsCancellationRequested)
            {
                // The listener stopped, or was disposed, between the check and this call.
                return;
            }

            _ = AnswerAsync(context);
        }
    }

    public void Dispose() => ((IDisposable)_listener).Dispose();

    private async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            using var response = context.Response;
            response.Headers["Cache-Control"] = "no-cache";
            response.Headers["X-Content-Type-Options"] = "nosniff";
            response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
            response.StatusCode = (int)HttpStatusCode.NotFound;
            if (context.Request.HttpMethod is not ("GET" or "HEAD"))
            {
                response.StatusCode = (int)HttpStatusCode.MethodNotAllowed;
                return;
            }

            if (context.Request.Url is not { } asked || !IsOwn(context.Request) || !_files.TryGetValue(Uri.UnescapeDataString(asked.AbsolutePath), out var file)) return;
            var bytes = await File.ReadAllBytesAsync(file).ConfigureAwait(false);
            response.StatusCode = (int)HttpStatusCode.OK;
            response.ContentType = Types.GetValueOrDefault(Path.GetExtension(file), "application/octet-stream");
            response.ContentLength64 = bytes.Length;
            if (context.Request.HttpMethod == "GET") await response.OutputStream.WriteAsync(bytes).ConfigureAwait(false);
        }
        catch (HttpListenerException)
        {
            // The browser closed the connection in the middle of an answer; later requests are not affected.
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            // The file is gone, or the site ends: the browser gets no content.
        }
    }

    /// <summary>Refuses other host names that resolve to this machine, as from a page of another site.</summary>
    private bool IsOwn(HttpListenerRequest request) => request.IsLocal && string.Equals(request.UserHostName, Address.Authority, StringComparison.OrdinalIgnoreCase);

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
