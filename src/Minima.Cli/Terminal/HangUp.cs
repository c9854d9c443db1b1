using System.Runtime.InteropServices;

namespace Minima.Cli.Terminal;

/// <summary>Treats SIGHUP, which a closing terminal sends, like Ctrl-C, so that a training writes its checkpoint. Commands started by nohup continue.</summary>
internal sealed class HangUp : IDisposable
{
    private readonly CancellationTokenSource _asked = new();
    private readonly PosixSignalRegistration? _registration;

    public HangUp()
    {
        if (OperatingSystem.IsWindows() || IsIgnored()) return;
        _registration = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            _asked.Cancel();
        });
    }

    public CancellationToken Token => _asked.Token;

    public void Dispose()
    {
        _registration?.Dispose();
        _asked.Dispose();
    }

    /// <summary>nohup makes the process ignore the signal, and a handler would undo that. Only Linux shows it.</summary>
    private static bool IsIgnored()
    {
        const string name = "SigIgn:";
        if (!OperatingSystem.IsLinux()) return false;
        try
        {
            var ignored = File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal));
            return ignored is not null && (Convert.ToUInt64(ignored[name.Length..].Trim(), 16) & 1) != 0;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or FormatException)
        {
            return false;
        }
    }
}
