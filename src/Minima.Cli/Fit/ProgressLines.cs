using System.Diagnostics;
using Minima.Tabular;

namespace Minima.Cli.Fit;

/// <summary>A line every few seconds, so that long work is seen to go on and short work stays silent.</summary>
internal sealed class ProgressLines(TextWriter error, string title) : IProgress<FitProgress>
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TimeSpan _last;

    public void Report(FitProgress value)
    {
        if (_clock.Elapsed - _last < Pause) return;
        _last = _clock.Elapsed;
        error.WriteLine(FormattableString.Invariant($"{title}: step {value.Iteration}, {value.Remaining:0.0e+0} from the optimum"));
    }
}
