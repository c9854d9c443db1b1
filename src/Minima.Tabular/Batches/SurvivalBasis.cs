namespace Minima.Tabular;

/// <summary>The numbers that, with the loss, turn the outputs of a model into survival curves.</summary>
/// <param name="Unit">Times are divided by it for the loss.</param>
/// <param name="Cuts">The ends of intervals in these units; empty if times are not cut.</param>
/// <param name="Times">The times of events, ascending, if a baseline hazard was estimated; otherwise empty.</param>
/// <param name="Hazard">The cumulative baseline hazard at these times.</param>
internal sealed record SurvivalBasis(double Unit, double[] Cuts, double[] Times, double[] Hazard)
{
    /// <summary>The time at which the curves end, if they are steps or intervals; otherwise infinite.</summary>
    public double End => Times.Length > 0 ? Times[^1] : Cuts.Length > 0 ? Cuts[^1] * Unit : double.PositiveInfinity;

    /// <summary>The baseline hazard under which the expected number of events equals the observed one: Breslow 1974. Risks are logarithms.</summary>
    public static SurvivalBasis OfRisks(double unit, double[] times, double[] events, double[] risks)
    {
        int[] order = [.. Enumerable.Range(0, times.Length).OrderByDescending(i => times[i])];
        var (steps, jumps, atRisk) = (new List<double>(), new List<double>(), 0.0);
        for (var from = 0; from < order.Length;)
        {
            var (until, happened) = (from, 0);
            while (until < order.Length && times[order[until]].Equals(times[order[from]]))
            {
                atRisk += Math.Exp(risks[order[until]]);
                happened += events[order[until++]] == 1 ? 1 : 0;
            }

            if (happened > 0)
            {
                steps.Add(times[order[from]]);
                jumps.Add(happened / atRisk);
            }

            from = until;
        }

        steps.Reverse();
        jumps.Reverse();
        for (var k = 1; k < jumps.Count; k++) jumps[k] += jumps[k - 1];
        return new(unit, [], [.. steps], [.. jumps]);
    }

    /// <summary>The cumulative baseline hazard at a time.</summary>
    public double HazardAt(double time)
    {
        var place = Array.BinarySearch(Times, time);
        if (place < 0) place = ~place - 1;
        return place < 0 ? 0 : Hazard[place];
    }
}
