using System.Diagnostics;
using System.Globalization;

namespace Minima.Bench;

/// <summary>A command in a process of its own: its seconds, and the kernel's peak (Linux: VmHWM, which is read while the process runs).</summary>
internal static class CommandPeak
{
    /// <summary>Runs a command and writes a row of a table; what it prints goes to the other stream.</summary>
    public static void Row(string[] words)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Minima.Cli.dll"), .. words]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start");
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        var peak = 0L;
        while (!process.WaitForExit(50)) peak = Math.Max(peak, Now(process.Id));
        process.WaitForExit();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {words[0]} | {clock.Elapsed.TotalSeconds:0.0} | {peak >> 20} | {process.ExitCode} |"));
        foreach (var line in output.Result.Split('\n').Take(40).Concat(error.Result.Split('\n').TakeLast(12))) Console.Error.WriteLine($"  {line}");
    }

    /// <summary>0 where the process has just ended.</summary>
    private static long Now(int process)
    {
        try
        {
            return File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)) is { } line
                ? 1024 * long.Parse(line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture)
                : 0;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
