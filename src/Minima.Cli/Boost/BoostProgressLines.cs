using System.Diagnostics;
using System.Globalization;
using Minima.Cli.Terminal;
using Minima.Tabular;

namespace Minima.Cli.Boost;

/// <summary>Prints the memory before the first round, then the rounds.</summary>
internal sealed class BoostProgressLines(TextWriter error, int rounds) : IProgress<BoostedTreesProgress>
{
    private readonly Pace _pace = new();
    private readonly Stopwatch _clock = new();

    public void Report(BoostedTreesProgress value)
    {
        if (value.Round == 0)
        {
            _clock.Start();
            error.WriteLine($"memory besides the table: at most {(value.Bytes / 1e6).ToString("0.0", CultureInfo.InvariantCulture)} MB");
            return;
        }

        if (!_pace.IsDue()) return;
        var round = value.Round.ToString(CultureInfo.InvariantCulture);
        var left = value.Round < rounds ? TimeLeft.Of(_clock.Elapsed, (double)value.Round / rounds) : "0 s";
        if (value.HeldOutLoss is { } loss) error.WriteLine($"boosting: round {round} of {rounds}, held-out loss {loss.ToString("G5", CultureInfo.InvariantCulture)}, at most {left} left");
        else error.WriteLine($"boosting: round {round} of {rounds}, about {left} left");
    }
}
