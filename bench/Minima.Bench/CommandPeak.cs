using System.Diagnostics;
using System.Globalization;
using Minima.Cli.Tests;

namespace Minima.Bench;

/// <summary>A command in a process of its own: its seconds, and the kernel's peak.</summary>
internal static class CommandPeak
{
    /// <summary>Runs a command and writes a row of a table; what it prints goes to the other stream.</summary>
    public static void Row(string[] words)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Minima.Cli.dll"), .. words]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start");
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        var peak = ProcessPeak.Until(process, 50);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {words[0]} | {clock.Elapsed.TotalSeconds:0.0} | {peak >> 20} | {process.ExitCode} |"));
        foreach (var line in output.Result.Split('\n').Take(40).Concat(error.Result.Split('\n').TakeLast(12))) Console.Error.WriteLine($"  {line}");
    }
}
