using System.Diagnostics;

namespace Minima.Cli.Tests;

/// <summary>The command as a process of its own.</summary>
internal static class CliProcess
{
    /// <summary>How long a process is waited for: a loaded machine is slow, and no test asks how fast it is.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    /// <summary>Ends a process that outlives its test.</summary>
    public static IDisposable EndOf(Process process) => new Ending(process);

    /// <summary>How it is started; it hears an interrupt even where these tests run behind a shell that goes on (whose children ignore it).</summary>
    public static ProcessStartInfo Command(params string[] arguments)
    {
        var tool = Path.Combine(AppContext.BaseDirectory, "Minima.Cli.dll");
        return OperatingSystem.IsLinux() ? new ProcessStartInfo("env", ["--default-signal=INT", "dotnet", tool, .. arguments]) : new ProcessStartInfo("dotnet", [tool, .. arguments]);
    }

    private sealed class Ending(Process process) : IDisposable
    {
        public void Dispose()
        {
            if (!process.HasExited) process.Kill();
        }
    }
}
