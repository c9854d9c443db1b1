using System.Diagnostics;

namespace Minima.Cli.Terminal;

/// <summary>The pace of progress: a line every few seconds, so that long work shows progress and short work stays silent.</summary>
internal sealed class Pace
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TimeSpan _last;

    /// <summary>True once in each pause.</summary>
    public bool IsDue()
    {
        if (_clock.Elapsed - _last < Pause) return false;
        _last = _clock.Elapsed;
        return true;
    }
}
