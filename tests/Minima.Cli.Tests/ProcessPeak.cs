using System.Diagnostics;
using System.Globalization;

namespace Minima.Cli.Tests;

/// <summary>The memory of a process as the kernel counts it at its peak (Linux: VmHWM, which is read while the process runs).</summary>
internal static class ProcessPeak
{
    /// <summary>Waits for the end of a process; its peak in bytes.</summary>
    /// <param name="process">A process that has started.</param>
    /// <param name="pause">Milliseconds between two readings.</param>
    public static long Until(Process process, int pause)
    {
        var peak = 0L;
        while (!process.WaitForExit(pause)) peak = Math.Max(peak, Now(process.Id));
        process.WaitForExit();
        return peak;
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
