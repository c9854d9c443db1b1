namespace Minima.Tabular;

/// <summary>The units of a target, from its training rows: for times the unit and the cuts into intervals, for grades the number of steps.</summary>
/// <param name="Time">The mean of the times, by which they are divided.</param>
/// <param name="Cuts">The ends of the intervals in these units, the first beginning at 0; empty if times are not cut.</param>
/// <param name="Outputs">The number of outputs of the model for each row.</param>
internal sealed record BatchUnits(double Time, double[] Cuts, int Outputs)
{
    /// <summary>The most intervals. They hold equal numbers of events, apart from ties.</summary>
    private const int MostIntervals = 10;

    private const int FewestEvents = 5;

    public static BatchUnits Of(BatchPlan plan, double[] target, double[]? events)
    {
        if (plan.Outputs > 0) return new(1, [], plan.SharesWeights ? 1 : plan.Outputs);
        if (events is null) return new(1, [], plan.HasSeveralOutputs ? (int)target.Max() : 1);
        var unit = target.Average();
        if (!plan.HasIntervals) return new(unit, [], 1);
        double[] happened = [.. target.Where((_, i) => events[i] == 1).Select(time => time / unit).Order()];
        var intervals = Math.Clamp(happened.Length / FewestEvents, 2, MostIntervals);
        double[] cuts = [.. Enumerable.Range(1, intervals).Select(k => happened[((happened.Length * k) / intervals) - 1]).Distinct()];
        return new(unit, cuts, plan.OutputsOf(cuts.Length));
    }

    /// <summary>The interval of a time; the last one for times beyond it.</summary>
    public int IntervalOf(double time) => Math.Min(Array.BinarySearch(Cuts, time) is var place && place >= 0 ? place : ~place, Cuts.Length - 1);

    /// <summary>The beginnings of the intervals, and the end of the last one.</summary>
    public Tensor Beginnings() => Tensor.Of([0, .. Cuts], [Cuts.Length + 1]);

    /// <summary>The beginning of an interval.</summary>
    public double Beginning(int interval) => interval == 0 ? 0 : Cuts[interval - 1];
}
