using System.Diagnostics;
using Xunit;

namespace Minima.Cli.Tests;

/// <summary>The memory of a command in a process of its own, as the kernel counts it at its peak.</summary>
internal static class MemoryPeak
{
    /// <summary>Runs a command and reads the kernel's peak while it runs.</summary>
    public static (long Bytes, string Error) Of(params string[] words)
    {
        var start = CliProcess.Command(words);
        (start.RedirectStandardOutput, start.RedirectStandardError, start.UseShellExecute) = (true, true, false);
        using var process = Process.Start(start)!;
        using var ending = CliProcess.EndOf(process);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        var peak = ProcessPeak.Until(process, 20);
        Assert.True(process.ExitCode == 0, $"{string.Join(' ', words)}: {error.Result}{output.Result}");
        return (peak, error.Result);
    }
}
