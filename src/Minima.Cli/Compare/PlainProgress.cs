using System.Diagnostics;
using Minima.Cli.Explain;
using Minima.Cli.Terminal;
using Minima.Tabular;

namespace Minima.Cli.Compare;

/// <summary>A few lines for logs: one for each sixth of the work, with the time that is left at this pace.</summary>
internal sealed class PlainProgress(TextWriter writer, string title, Tongue tongue) : ICompareProgress
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
        writer.WriteLine(tongue.Say($"{title}: {trainings} trainings", $"{title}：共训练 {trainings} 次"));
    }

    public void Advance(string loss)
    {
        lock (_gate)
        {
            var before = _done * Lines / _total;
            _done++;
            if (_done * Lines / _total == before) return;
            var left = _clock.Elapsed.TotalSeconds / _done * (_total - _done);
            writer.WriteLine(tongue.Say(
                $"  {_done} of {_total}{(_done < _total ? $", about {Time(left)} left" : "")}",
                $"  {_done}/{_total}{(_done < _total ? $"，约剩 {Time(left)}" : "")}"));
        }
    }

    private string Time(double seconds) => seconds < 90
        ? tongue.Say($"{(int)Math.Max(1, Math.Round(seconds))} s", $"{(int)Math.Max(1, Math.Round(seconds))} 秒")
        : tongue.Say($"{(long)Math.Round(seconds / 60)} min", $"{(long)Math.Round(seconds / 60)} 分钟");
}
