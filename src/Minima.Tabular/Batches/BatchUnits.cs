namespace Minima.Tabular;

/// <summary>The units of a target by its training rows: of times the unit and the cuts into intervals, of grades the number of steps.</summary>
/// <param name="Time">Times are divided by it: their mean.</param>
/// <param name="Cuts">In these units the ends of the intervals, of which the first begins at 0; empty where times are not cut.</param>
/// <param name="Outputs">How many numbers the model gives for each row.</param>
internal sealed record BatchUnits(double Time, double[] Cuts, int Outputs)
{
    /// <summary>Intervals hold so many events each, but for ties.</summary>
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

    /// <summary>Where the intervals begin, and where the last one ends.</summary>
    public Tensor Beginnings() => Tensor.Of([0, .. Cuts], [Cuts.Length + 1]);

    /// <summary>Where an interval begins.</summary>
    public double Beginning(int interval) => interval == 0 ? 0 : Cuts[interval - 1];
}
