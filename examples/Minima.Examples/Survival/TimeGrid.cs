namespace Minima.Examples.Survival;

/// <summary>Time in intervals that hold equally many events, the first of them from 0: what models of intervals learn from.</summary>
internal sealed class TimeGrid
{
    private readonly double[] _ends;

    public TimeGrid(Cohort rows, int intervals)
    {
        var times = rows.Time.Where((_, row) => rows.Event[row] == 1).Order().ToArray();
        _ends = [0, .. Enumerable.Range(1, intervals).Select(k => times[Math.Min(k * times.Length / intervals, times.Length - 1)])];
        for (var k = 1; k < _ends.Length; k++)
        {
            if (_ends[k] <= _ends[k - 1]) throw new ArgumentException($"{times.Length} events are too few for {intervals} intervals.", nameof(intervals));
        }
    }

    /// <summary>How many points there are, 0 the first: an event belongs to the one that it comes before.</summary>
    public int Points => _ends.Length;

    /// <summary>How many intervals there are between them.</summary>
    public int Intervals => _ends.Length - 1;

    /// <summary>For an event the first point that is not before it, for a censored row the last that it has passed.</summary>
    public int PointOf(double time, double @event)
    {
        var place = Array.BinarySearch(_ends, time);
        if (place >= 0) return place;
        return Math.Min(@event == 1 ? ~place : ~place - 1, Points - 1);
    }

    /// <summary>The interval in which a time lies, and the share of it that has passed; times behind the grid lie at its end.</summary>
    public (int Interval, double Fraction) Within(double time)
    {
        var interval = Math.Min(Math.Max(PointOf(time, 1) - 1, 0), Intervals - 1);
        return (interval, Math.Min((time - _ends[interval]) / Width(interval), 1));
    }

    /// <summary>Minus the expected time within the grid, from the probabilities of being there at its points.</summary>
    /// <param name="survival">At each point.</param>
    public double RiskOf(ReadOnlySpan<double> survival)
    {
        double area = 0;
        for (var k = 0; k < Intervals; k++) area += Width(k) * 0.5 * (survival[k] + survival[k + 1]);
        return -area;
    }

    private double Width(int interval) => _ends[interval + 1] - _ends[interval];
}
