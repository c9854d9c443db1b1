using System.Diagnostics;
using Minima.Cli.Terminal;
using Minima.Tabular;

namespace Minima.Cli.Compare;

/// <summary>A few lines for logs: one for each sixth of the work, with the estimated time left.</summary>
internal sealed class PlainProgress(TextWriter writer, string title, Tongue tongue) : IProgress<ComparisonProgress>
{
    private const int Lines = 6;
    private readonly Stopwatch _clock = new();

    public void Report(ComparisonProgress value)
    {
        var (done, total, _) = value;
        if (done == 0)
        {
            _clock.Start();
            writer.WriteLine(tongue.Say($"{title}: {total} trainings", $"{title}：共训练 {total} 次"));
            return;
        }

        if (done * Lines / total == (done - 1) * Lines / total) return;
        var left = _clock.Elapsed.TotalSeconds / done * (total - done);
        writer.WriteLine(tongue.Say(
            $"  {done} of {total}{(done < total ? $", about {Time(left)} left" : "")}",
            $"  {done}/{total}{(done < total ? $"，约剩 {Time(left)}" : "")}"));
    }

    private string Time(double seconds) => seconds < 90
        ? tongue.Say($"{(int)Math.Max(1, Math.Round(seconds))} s", $"{(int)Math.Max(1, Math.Round(seconds))} 秒")
        : tongue.Say($"{(long)Math.Round(seconds / 60)} min", $"{(long)Math.Round(seconds / 60)} 分钟");
}
