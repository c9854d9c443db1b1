using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Minima.Cli.Explore;
using Minima.Cli.Terminal;
using Minima.Cli.Tests.Compare;
using Xunit;

namespace Minima.Cli.Tests.Explore;

/// <summary><c>minima explore</c>: what it serves, to whom, what it refuses, and that Ctrl-C ends it.</summary>
public sealed class ExploreCommandTests
{
    private static readonly string Secret = "kept " + Guid.NewGuid();

    [Fact]
    public async Task ItServesThePagesAndTheOneTable()
    {
        using var folder = Pages();
        var table = folder.Write("my table & more.csv", "x,y\n1,2\n"u8.ToArray());
        await using var running = new Running(folder.Path, ("table/0a/my%20table%20%26%20more.csv", table));
        Assert.EndsWith("?table=table/0a/my%20table%20%26%20more.csv", running.Address.AbsoluteUri, StringComparison.Ordinal);
        using var client = new HttpClient { BaseAddress = running.Address };
        Assert.Equal("<p>pages</p>", await client.GetStringAsync("/", TestContext.Current.CancellationToken));
        Assert.Equal("<p>pages</p>", await client.GetStringAsync("/index.html?table=x", TestContext.Current.CancellationToken));
        Assert.Equal("x,y\n1,2\n", await client.GetStringAsync("/table/0a/my%20table%20%26%20more.csv", TestContext.Current.CancellationToken));
        using var wasm = await client.GetAsync("/engine/a.wasm", TestContext.Current.CancellationToken);
        Assert.Equal("application/wasm", wasm.Content.Headers.ContentType!.MediaType);
        Assert.Equal("nosniff", wasm.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.False(wasm.Headers.Contains("Access-Control-Allow-Origin"));
        File.WriteAllText(table, "x,y\n1,3\n");
        Assert.Equal("x,y\n1,3\n", await client.GetStringAsync("/table/0a/my%20table%20%26%20more.csv", TestContext.Current.CancellationToken));
    }

    /// <summary>A file beside the folder, and one that came later, have no path.</summary>
    [Theory]
    [InlineData("/../secret.txt")]
    [InlineData("/%2e%2e/secret.txt")]
    [InlineData("/%2e%2e%2fsecret.txt")]
    [InlineData("/..%5csecret.txt")]
    [InlineData("/engine/../../secret.txt")]
    [InlineData("//secret.txt")]
    [InlineData("/secret.txt")]
    [InlineData("/index.html%00")]
    [InlineData("/index.html/")]
    [InlineData("/engine")]
    [InlineData("/table/0a/table.csv/../../../secret.txt")]
    [InlineData("/table/0b/table.csv")]
    [InlineData("/later.txt")]
    [InlineData("file:///etc/passwd")]
    public async Task HostilePathsFindNothing(string path)
    {
        using var outer = new TemporaryFolder();
        outer.Write("secret.txt", Encoding.UTF8.GetBytes(Secret));
        var pages = Directory.CreateDirectory(Path.Combine(outer.Path, "pages"));
        File.WriteAllText(Path.Combine(pages.FullName, "index.html"), "<p>pages</p>");
        var table = outer.Write("table.csv", "x,y\n1,2\n"u8.ToArray());
        await using var running = new Running(pages.FullName, ("table/0a/table.csv", table));
        File.WriteAllText(Path.Combine(pages.FullName, "later.txt"), Secret);
        var answer = await running.SendAsync($"GET {path} HTTP/1.1\r\nHost: {running.Address.Authority}\r\nConnection: close\r\n\r\n");
        Assert.Matches("^HTTP/1.1 4(00|04)", answer);
        Assert.DoesNotContain(Secret, answer, StringComparison.Ordinal);
    }

    /// <summary>A page elsewhere may ask under a name of its own that leads to this machine.</summary>
    [Theory]
    [InlineData("evil.example")]
    [InlineData("localhost.evil.example:80")]
    [InlineData("127.0.0.1")]
    public async Task AnotherNameOfThisMachineFindsNothing(string host)
    {
        using var folder = Pages();
        await using var running = new Running(folder.Path);
        Assert.Matches("^HTTP/1.1 4(00|04)", await running.SendAsync($"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"));
        Assert.StartsWith("HTTP/1.1 200", await running.SendAsync($"GET / HTTP/1.1\r\nHost: {running.Address.Authority}\r\nConnection: close\r\n\r\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task NothingIsWritten(string method)
    {
        using var folder = Pages();
        await using var running = new Running(folder.Path);
        Assert.StartsWith("HTTP/1.1 405", await running.SendAsync($"{method} /index.html HTTP/1.1\r\nHost: {running.Address.Authority}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"), StringComparison.Ordinal);
        Assert.Equal("<p>pages</p>", File.ReadAllText(Path.Combine(folder.Path, "index.html")));
    }

    [Fact]
    public async Task OnlyTheLoopbackAddressIsBound()
    {
        using var folder = Pages();
        await using var running = new Running(folder.Path);
        Assert.Equal("127.0.0.1", running.Address.Host);
        var bound = System.Net.NetworkInformation.IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Where(one => one.Port == running.Address.Port).ToArray();
        Assert.Equal([IPAddress.Loopback], bound.Select(one => one.Address));
    }

    [Theory]
    [InlineData(false, "tools/build-explorer")]
    [InlineData(true, "尚未构建")]
    public async Task PagesThatAreNotBuiltAreNamed(bool chinese, string says)
    {
        using var written = new StringWriter();
        TextWriter error = chinese ? new TranslatingWriter(written, Language.Chinese) : written;
        Assert.Equal(ExitCode.File, await ExploreCommand.RunAsync(null, null, null, new Tongue(chinese), null, TextWriter.Null, error, TestContext.Current.CancellationToken));
        await error.FlushAsync(TestContext.Current.CancellationToken);
        Assert.Contains(says, written.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task APortThatIsTakenIsRefused()
    {
        using var folder = Pages();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        using var error = new StringWriter();
        Assert.Equal(ExitCode.Usage, await ExploreCommand.RunAsync(folder.Path, null, port, new Tongue(Chinese: false), null, TextWriter.Null, error, TestContext.Current.CancellationToken));
        Assert.Contains($"port {port} is taken", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--port", "0", ExitCode.Usage, "must be from 1 to 65535")]
    [InlineData("--port", "70000", ExitCode.Usage, "must be from 1 to 65535")]
    [InlineData("nosuch.csv", null, ExitCode.File, "nosuch.csv")]
    public async Task MistakesAreRefusedBeforeAnythingIsServed(string first, string? second, int code, string says)
    {
        using var error = new StringWriter();
        Assert.Equal(code, await CommandLine.RunAsync(["explore", first, .. second is null ? Array.Empty<string>() : [second]], TextWriter.Null, error, TestContext.Current.CancellationToken));
        Assert.Contains(says, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFolderOfPartsAndATableThatIsTooLargeAreRefused()
    {
        using var folder = new TemporaryFolder();
        folder.Write("part.csv", "x,y\n1,2\n"u8.ToArray());
        Assert.Contains("it is not one file", await Refusal(folder.Path), StringComparison.Ordinal);
        using var large = new TemporaryFolder();
        var file = large.Write("large.csv", "x,y\n1,2\n"u8.ToArray());
        using (var stream = File.OpenWrite(file)) stream.SetLength((16 << 20) + 1);
        Assert.Contains("it has more than 16 MB", await Refusal(file), StringComparison.Ordinal);

        static async Task<string> Refusal(string path)
        {
            using var error = new StringWriter();
            Assert.Equal(ExitCode.Data, await CommandLine.RunAsync(["explore", path], TextWriter.Null, error, TestContext.Current.CancellationToken));
            return error.ToString();
        }
    }

    /// <summary>Behind ssh, and on a server without a display, the address alone is printed.</summary>
    [Fact]
    public void ABrowserOpensOnlyWhereSomebodySeesIt()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || OperatingSystem.IsMacOS(), "there a desktop is always assumed");
        var address = new Uri("http://127.0.0.1:9/?table=a");
        Assert.Null(BrowserStart.For(address, _ => null));
        Assert.Null(BrowserStart.For(address, name => name is "DISPLAY" or "SSH_CONNECTION" ? "x" : null));
        var start = BrowserStart.For(address, name => name == "WAYLAND_DISPLAY" ? "wayland-0" : null)!;
        Assert.Equal(("xdg-open", "http://127.0.0.1:9/?table=a"), (start.FileName, start.ArgumentList.Single()));
        Assert.False(start.UseShellExecute);
        BrowserStart.Open(new ProcessStartInfo("no-such-program-" + Guid.NewGuid()));
    }

    [Fact]
    public void ThePagesAreFoundBesideTheProgramOrInTheClone()
    {
        using var folder = new TemporaryFolder();
        var program = Directory.CreateDirectory(Path.Combine(folder.Path, "artifacts", "bin", "program")).FullName;
        Assert.Null(BuiltExplorer.Find(program));
        Directory.CreateDirectory(Path.Combine(folder.Path, "tools"));
        File.WriteAllText(Path.Combine(folder.Path, "tools", "build-explorer"), "");
        Assert.Null(BuiltExplorer.Find(program));
        var built = Directory.CreateDirectory(Path.Combine(folder.Path, "artifacts", "explorer")).FullName;
        File.WriteAllText(Path.Combine(built, "index.html"), "");
        Assert.Equal(built, BuiltExplorer.Find(program));
        var carried = Directory.CreateDirectory(Path.Combine(program, "explorer")).FullName;
        File.WriteAllText(Path.Combine(carried, "index.html"), "");
        Assert.Equal(carried, BuiltExplorer.Find(program));
    }

    private static TemporaryFolder Pages()
    {
        var folder = new TemporaryFolder();
        folder.Write("index.html", "<p>pages</p>"u8.ToArray());
        Directory.CreateDirectory(Path.Combine(folder.Path, "engine"));
        folder.Write(Path.Combine("engine", "a.wasm"), [0, 1]);
        return folder;
    }

    /// <summary>The command as it runs until Ctrl-C.</summary>
    private sealed class Running : IAsyncDisposable
    {
        private readonly CancellationTokenSource _end = new();
        private readonly Task<int> _run;

        public Running(string folder, (string Path, string File)? table = null)
        {
            using var output = new StringWriter();
            _run = ExploreCommand.RunAsync(folder, table, null, new Tongue(Chinese: false), null, output, TextWriter.Null, _end.Token);
            var lines = output.ToString().ReplaceLineEndings("\n").Split('\n');
            Assert.Equal("Ctrl-C ends it.", lines[1]);
            Address = new Uri(lines[0]);
        }

        public Uri Address { get; }

        public async Task<string> SendAsync(string request)
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, Address.Port, TestContext.Current.CancellationToken);
            var stream = client.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes(request), TestContext.Current.CancellationToken);
            using var reader = new StreamReader(stream);
            return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        }

        public async ValueTask DisposeAsync()
        {
            await _end.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _run);
            _end.Dispose();
        }
    }
}
