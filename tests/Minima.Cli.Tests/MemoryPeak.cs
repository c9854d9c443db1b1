using System.Diagnostics;
using System.Globalization;
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
        var peak = 0L;
        while (!process.WaitForExit(20)) peak = Math.Max(peak, Now(process.Id));
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{string.Join(' ', words)}: {error.Result}{output.Result}");
        return (peak, error.Result);
    }

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
            // It has just ended.
            return 0;
        }
    }
}
