using System.Diagnostics;
using Minima.Tabular;

namespace Minima.Cli.Fit;

/// <summary>A line every few seconds, so that long work is seen to go on and short work stays silent.</summary>
internal sealed class FitProgress(TextWriter error, string title) : IFitProgress
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TimeSpan _last;

    public void Step(int iteration, double remaining)
    {
        if (_clock.Elapsed - _last < Pause) return;
        _last = _clock.Elapsed;
        error.WriteLine(FormattableString.Invariant($"{title}: step {iteration}, {remaining:0.0e+0} from the optimum"));
    }
}
