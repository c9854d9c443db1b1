using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using Minima.Cli.Terminal;
using Minima.Training.Data;

namespace Minima.Cli.Explore;

/// <summary><c>minima explore</c>: the explorer in the browser of this machine.</summary>
internal static class ExploreCommand
{
    private const int LastPort = 65535;

    public static Command Create()
    {
        var data = new Argument<string?>("DATA") { Description = "A CSV file that the first screen opens with: x and, as its last column, the target.", Arity = ArgumentArity.ZeroOrOne };
        var port = new Option<int>("--port") { Description = "The port on the loopback address; 0 for one that is free.", HelpName = "N" };
        port.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > LastPort) result.AddError(FormattableString.Invariant($"--port must be a whole number of at least 0 and at most {LastPort}."));
        });
        var quiet = new Option<bool>("--no-open") { Description = "Do not open a browser." };
        var command = new Command("explore", """
            Open the explorer in a browser: drag points, change losses, type one of your own,
            and see what it does to a model. The pages are served to this machine only.

            Examples:
              minima explore
              minima explore sales.csv
              minima explore --port 8080 --no-open
            """)
        {
            data, port, quiet,
        };
        command.SetAction((parsed, cancellation) => RunAsync(
            parsed.GetValue(data), parsed.GetValue(port), parsed.GetValue(quiet), new Tongue(LanguageOption.IsChinese(parsed)), parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, BuiltExplorer.Folder(), cancellation));
        return command;
    }

    /// <summary>Serves the explorer until it is cancelled.</summary>
    internal static async Task<int> RunAsync(string? data, int port, bool quiet, Tongue tongue, TextWriter output, TextWriter error, string? folder, CancellationToken cancellation)
    {
        if (folder is null)
        {
            await error.WriteLineAsync("minima explore: the explorer is not built in this clone; run tools/build-explorer, which needs Node, and try again.").ConfigureAwait(false);
            return ExitCode.File;
        }

        if (data is not null && !File.Exists(data)) throw new DataException($"{data}: no such file; give the path of a CSV file.");
        try
        {
            using var site = LoopbackSite.Start(folder, data is null ? null : Path.GetFullPath(data), port);
            var query = string.Join('&', new[] { data is null ? null : "data=csv", tongue.Chinese ? "lang=zh" : null }.OfType<string>());
            var address = site.Address.AbsoluteUri + (query.Length > 0 ? "#pull?" + query : "");
            await output.WriteLineAsync(tongue.Say($"The explorer is at {address} (Ctrl-C ends it).", $"探索器地址：{address}（按 Ctrl-C 结束）。")).ConfigureAwait(false);
            await output.FlushAsync(cancellation).ConfigureAwait(false);
            if (!quiet) await OpenAsync(address, error).ConfigureAwait(false);
            await site.ServeAsync(cancellation).ConfigureAwait(false);
            return ExitCode.Ok;
        }
        catch (HttpListenerException) when (port > 0)
        {
            await error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"minima explore: port {port} cannot be used; give another --port, or none for one that is free.")).ConfigureAwait(false);
            return ExitCode.Usage;
        }
    }

    private static async Task OpenAsync(string address, TextWriter error)
    {
        try
        {
            using var opened = Process.Start(new ProcessStartInfo(address) { UseShellExecute = true });
        }
        catch (Win32Exception)
        {
            await error.WriteLineAsync("minima explore: no browser could be opened; open the address yourself.").ConfigureAwait(false);
        }
    }
}
