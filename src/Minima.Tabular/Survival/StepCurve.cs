namespace Minima.Tabular;

/// <summary>A probability that falls in steps from 1: the product-limit estimate of Kaplan and Meier (1958).</summary>
internal sealed class StepCurve
{
    private readonly double[] _times;
    private readonly double[] _values;

    private StepCurve(double[] times, double[] values) => (_times, _values) = (times, values);

    /// <summary>The probability of being without the event, by time.</summary>
    public static StepCurve OfEvents(double[] times, double[] events) => Of(times, events, ofCensoring: false);

    /// <summary>The probability of still being observed, by time: a row with the event at a time was not censored then.</summary>
    public static StepCurve OfCensoring(double[] times, double[] events) => Of(times, events, ofCensoring: true);

    /// <summary>The probability at a time, including a step there.</summary>
    public double At(double time) => Value(Array.BinarySearch(_times, time) is var place && place >= 0 ? place : ~place - 1);

    /// <summary>The probability just before a time.</summary>
    public double Before(double time) => Value(Array.BinarySearch(_times, time) is var place && place >= 0 ? place - 1 : ~place - 1);

    private double Value(int place) => place < 0 ? 1 : _values[place];

    private static StepCurve Of(double[] times, double[] events, bool ofCensoring)
    {
        int[] order = [.. Enumerable.Range(0, times.Length).OrderBy(i => times[i])];
        var (steps, values) = (new List<double>(), new List<double>());
        var probability = 1.0;
        for (var from = 0; from < order.Length;)
        {
            var time = times[order[from]];
            var (until, happened) = (from, 0);
            while (until < order.Length && times[order[until]].Equals(time)) happened += events[order[until++]] == 1 ? 1 : 0;
            var leaving = ofCensoring ? until - from - happened : happened;
            var atRisk = order.Length - from - (ofCensoring ? happened : 0);
            if (leaving > 0)
            {
                probability *= 1 - ((double)leaving / atRisk);
                steps.Add(time);
                values.Add(probability);
            }

            from = until;
        }

        return new([.. steps], [.. values]);
    }
}
