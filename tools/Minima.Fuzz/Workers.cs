using System.Diagnostics;
using System.Globalization;

namespace Minima.Fuzz;

/// <summary>Divides the requests of a seed among processes of this program, and adds up what came of them.</summary>
internal static class Workers
{
    public static async Task<Tally> RunAsync(int processes, double seed, double from, double seconds, double requests)
    {
        var each = Math.Ceiling(requests / processes);
        var all = new Tally();
        var ended = await Task.WhenAll(Enumerable.Range(0, processes).Select(i =>
        {
            // Without an end to the requests the ranges still must not meet.
            var first = double.IsInfinity(each) ? from + (i * 1e12) : from + (i * each);
            var count = double.IsInfinity(each) ? each : Math.Max(0, Math.Min(each, from + requests - first));
            return OneAsync(seed, first, seconds, count);
        })).ConfigureAwait(false);
        foreach (var tally in ended) all.Add(tally);
        return all;
    }

    private static async Task<Tally> OneAsync(double seed, double from, double seconds, double requests)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet") start.ArgumentList.Add(typeof(Workers).Assembly.Location);
        (string Option, double Value)[] options = [("--seed", seed), ("--from", from), ("--seconds", seconds), ("--requests", requests)];
        foreach (var (option, value) in options)
        {
            if (double.IsInfinity(value)) continue;
            start.ArgumentList.Add(option);
            start.ArgumentList.Add(value.ToString("F0", CultureInfo.InvariantCulture));
        }

        start.ArgumentList.Add("--tally");
        using var process = Process.Start(start)!;
        Tally? tally = null;
        while (await process.StandardOutput.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            if (Tally.Read(line) is { } read) tally = read;
            else Console.WriteLine(line);
        }

        await process.WaitForExitAsync().ConfigureAwait(false);
        if (tally is not null) return tally;
        var lost = new Tally();
        lost.Fail($"a process ended with code {process.ExitCode}", string.Join(' ', start.ArgumentList));
        return lost;
    }
}
