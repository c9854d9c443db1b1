using System.CommandLine;
using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using Minima.Cli.Terminal;
using Minima.Tabular;

namespace Minima.Cli.Explore;

/// <summary><c>minima explore</c>: the explorer in the browser, served to this machine only.</summary>
internal static class ExploreCommand
{
    /// <summary>The largest table; a page would show only a sample of a larger one.</summary>
    private const long MostBytes = 16 << 20;

    public static Command Create()
    {
        var table = new Argument<string?>("DATA.csv") { Description = "A table to show; the pages take at most 2000 of its rows.", Arity = ArgumentArity.ZeroOrOne };
        var port = new Option<int?>("--port") { Description = "The port of the address, from 1 to 65535. Default: one that is free.", HelpName = "PORT" };
        var quiet = new Option<bool>("--no-open") { Description = "Print the address without opening a browser." };
        var command = new Command("explore", """
            Open the explorer in the browser: drag data, change losses, see the model.
            It is served to this machine only, until Ctrl-C; data never leave it.

            Examples:
              minima explore
              minima explore DATA.csv
              minima explore --no-open --port 8080
            """)
        {
            table, port, quiet,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            if (parsed.GetValue(port) is < 1 or > 65535)
            {
                error.WriteLine($"minima explore: --port is {parsed.GetValue(port)}; it must be from 1 to 65535.");
                return Task.FromResult(ExitCode.Usage);
            }

            var named = Named(parsed.GetValue(table));
            var isSeen = Screen.IsTerminal(output) && !parsed.GetValue(quiet);
            var tongue = new Tongue(LanguageOption.IsChinese(parsed));
            return RunAsync(BuiltExplorer.Find(AppContext.BaseDirectory), named, parsed.GetValue(port), tongue, isSeen ? BrowserStart.Open : null, output, error, cancellation);
        });
        return command;
    }

    /// <summary>Serves until it is cancelled.</summary>
    /// <param name="folder">The pages, or null if they are not built.</param>
    /// <param name="table">The table of the user and the path under which it is served, or null.</param>
    /// <param name="port">The port, or null for one that is free.</param>
    /// <param name="tongue">The language of the output.</param>
    /// <param name="open">Opens a browser; null for none.</param>
    /// <param name="output">The writer for the address.</param>
    /// <param name="error">The writer for a refusal.</param>
    /// <param name="cancellation">Ctrl-C.</param>
    public static async Task<int> RunAsync(
        string? folder, (string Path, string File)? table, int? port, Tongue tongue, Action<ProcessStartInfo>? open, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        if (folder is null)
        {
            await error.WriteLineAsync("minima explore: the pages of the explorer are not built. In a clone run tools/build-explorer (it needs Node 20), then this command again.").ConfigureAwait(false);
            return ExitCode.File;
        }

        LoopbackSite site;
        try
        {
            site = LoopbackSite.Start(folder, table is { } given ? new Dictionary<string, string>(StringComparer.Ordinal) { ["/" + Uri.UnescapeDataString(given.Path)] = given.File } : null, port);
        }
        catch (HttpListenerException)
        {
            await error.WriteLineAsync($"minima explore: port {port} is taken. Choose another, or leave --port out.").ConfigureAwait(false);
            return ExitCode.Usage;
        }

        using (site)
        {
            var address = table is { } shown ? new Uri(site.Address, $"?table={shown.Path}") : site.Address;
            await output.WriteLineAsync(address.AbsoluteUri).ConfigureAwait(false);
            await output.WriteLineAsync(tongue.Say("Ctrl-C ends it.", "按 Ctrl-C 结束。")).ConfigureAwait(false);
            await output.FlushAsync(cancellation).ConfigureAwait(false);
            if (open is not null && BrowserStart.For(address, Environment.GetEnvironmentVariable) is { } browser) open(browser);
            await site.ServeAsync(cancellation).ConfigureAwait(false);
            throw new OperationCanceledException(cancellation);
        }
    }

    /// <summary>The table under a path that cannot be guessed, because other users of the machine can reach the loopback address too.</summary>
    private static (string Path, string File)? Named(string? file)
    {
        if (file is null) return null;
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(file));
        if (File.Exists(file) && new FileInfo(file).Length > MostBytes)
            throw DataException.Create(name, $"it has more than {MostBytes >> 20} MB", "the pages take at most 2000 rows", "Write a sample of the rows to a file and name that.");

        // A bad header is refused before a page opens.
        _ = Table.FromFile(file).Columns;
        if (!File.Exists(file))
            throw DataException.Create(name, "it is not one file", "the explorer takes one file", "Name one of its files.");
        return ($"table/{RandomNumberGenerator.GetHexString(32, lowercase: true)}/{Uri.EscapeDataString(name)}", Path.GetFullPath(file));
    }
}
