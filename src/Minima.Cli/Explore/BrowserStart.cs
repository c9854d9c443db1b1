using System.ComponentModel;
using System.Diagnostics;

namespace Minima.Cli.Explore;

/// <summary>Starts the browser of the user at this machine.</summary>
internal static class BrowserStart
{
    /// <summary>The program that opens a page here; null on a server or over ssh, because no user would see it.</summary>
    /// <param name="address">The page.</param>
    /// <param name="variable">Reads an environment variable.</param>
    public static ProcessStartInfo? For(Uri address, Func<string, string?> variable)
    {
        if (OperatingSystem.IsWindows()) return new ProcessStartInfo(address.AbsoluteUri) { UseShellExecute = true };
        if (Has("SSH_CONNECTION")) return null;
        if (OperatingSystem.IsMacOS()) return Quiet("open");
        return Has("DISPLAY") || Has("WAYLAND_DISPLAY") ? Quiet("xdg-open") : null;

        bool Has(string name) => !string.IsNullOrEmpty(variable(name));

        ProcessStartInfo Quiet(string program) => new(program, [address.AbsoluteUri]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
    }

    /// <summary>Opens a page without waiting. The address is printed anyway, so a browser that does not start is no error.</summary>
    public static void Open(ProcessStartInfo start)
    {
        try
        {
            using var process = Process.Start(start);
        }
        catch (Exception problem) when (problem is Win32Exception or PlatformNotSupportedException)
        {
            // There is no such program; the printed address can be opened by hand.
        }
    }
}
