using System.Diagnostics;

namespace Minima.Cli.Compare;

/// <summary>A few lines for logs: one for each sixth of the work, with the time that is left at this pace.</summary>
internal sealed class PlainProgress(TextWriter writer, string title) : ICompareProgress
{
    private const int Lines = 6;
    private readonly Lock _gate = new();
    private readonly Stopwatch _clock = new();
    private int _total;
    private int _done;

    public void Start(int trainings)
    {
        _total = trainings;
        _clock.Start();
        writer.WriteLine(FormattableString.Invariant($"{title}: {trainings} trainings"));
    }

    public void Advance(string loss)
    {
        lock (_gate)
        {
            var before = _done * Lines / _total;
            _done++;
            if (_done * Lines / _total == before) return;
            var left = _clock.Elapsed.TotalSeconds / _done * (_total - _done);
            writer.WriteLine(FormattableString.Invariant($"  {_done} of {_total}{(_done < _total ? $", about {Time(left)} left" : "")}"));
        }
    }

    private static string Time(double seconds) => seconds < 90
        ? FormattableString.Invariant($"{Math.Max(1, Math.Round(seconds)):0} s")
        : FormattableString.Invariant($"{Math.Round(seconds / 60):0} min");
}
