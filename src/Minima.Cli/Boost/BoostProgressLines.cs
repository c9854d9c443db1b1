using System.Diagnostics;
using System.Globalization;
using Minima.Tabular;

namespace Minima.Cli.Boost;

/// <summary>The memory before the first round, and a line every few seconds, so that long work is seen to go on.</summary>
internal sealed class BoostProgressLines(TextWriter error, int rounds) : IProgress<BoostedTreesProgress>
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TimeSpan _last;

    public void Report(BoostedTreesProgress value)
    {
        if (value.Round == 0)
        {
            error.WriteLine($"memory beside the table: at most {(value.Bytes / 1e6).ToString("0.0", CultureInfo.InvariantCulture)} MB");
            return;
        }

        if (_clock.Elapsed - _last < Pause) return;
        _last = _clock.Elapsed;
        var round = value.Round.ToString(CultureInfo.InvariantCulture);
        if (value.HeldOutLoss is { } loss) error.WriteLine($"boosting: round {round} of {rounds}, held-out loss {loss.ToString("G5", CultureInfo.InvariantCulture)}");
        else error.WriteLine($"boosting: round {round} of {rounds}");
    }
}
