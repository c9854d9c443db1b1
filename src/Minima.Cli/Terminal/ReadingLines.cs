using System.Diagnostics;
using System.Globalization;
using Minima.Tabular;

namespace Minima.Cli.Terminal;

/// <summary>The progress of reading a table, with the estimated time left.</summary>
internal sealed class ReadingLines(TextWriter error) : IProgress<ReadProgress>
{
    private readonly Pace _pace = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    public void Report(ReadProgress value)
    {
        if (!_pace.IsDue()) return;
        var share = (double)value.Read / Math.Max(1, value.All);
        error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"reading: {100 * share:0} %, about {TimeLeft.Of(_clock.Elapsed, share)} left"));
    }
}
