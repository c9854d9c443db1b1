namespace Minima.Tabular;

/// <summary>
/// The proportion of comparable pairs in which the row of the higher risk met the event first. A pair is comparable if one row met the event while the other
/// was still without it: later, or last seen at the same time. Equal risks count a half.
/// </summary>
internal static class Concordance
{
    /// <summary>Each pair counts once: Harrell, Lee and Mark 1996. Null if no pair is comparable.</summary>
    public static double? Harrell(double[] times, double[] events, double[] risks) => Of(times, events, risks, _ => 1);

    /// <summary>
    /// Pairs are weighted by 1 / G(t)^2, with G the probability of still being observed, up to a horizon, so that the proportion does not depend on the
    /// censoring: Uno et al. 2011.
    /// </summary>
    public static double? Uno(double[] times, double[] events, double[] risks, StepCurve censoring, double horizon) =>
        Of(times, events, risks, time => time < horizon && censoring.Before(time) is > 0 and var seen ? 1 / (seen * seen) : 0);

    private static double? Of(double[] times, double[] events, double[] risks, Func<double, double> weight)
    {
        double[] levels = [.. risks.Distinct().Order()];
        var ranks = Array.ConvertAll(risks, risk => Array.BinarySearch(levels, risk));
        int[] order = [.. Enumerable.Range(0, times.Length).OrderByDescending(i => times[i])];
        var later = new CountTree(levels.Length);
        var (right, all) = (0.0, 0.0);
        for (var from = 0; from < order.Length;)
        {
            var until = from;
            while (until < order.Length && times[order[until]].Equals(times[order[from]])) until++;
            var together = order.AsSpan(from, until - from);

            // Rows last seen at this time outlived rows with the event then; of two events at the same time neither was first.
            foreach (var row in together)
            {
                if (events[row] != 1) later.Add(ranks[row]);
            }

            foreach (var row in together)
            {
                if (events[row] != 1) continue;
                var each = weight(times[row]);
                var (below, same) = later.Below(ranks[row]);
                right += each * (below + (0.5 * same));
                all += each * later.Count;
            }

            foreach (var row in together)
            {
                if (events[row] == 1) later.Add(ranks[row]);
            }

            from = until;
        }

        return all > 0 ? right / all : null;
    }

    /// <summary>Counts the added ranks below a rank (Fenwick 1994).</summary>
    private sealed class CountTree(int ranks)
    {
        private readonly int[] _sums = new int[ranks + 1];
        private readonly int[] _each = new int[ranks];

        public int Count { get; private set; }

        public void Add(int rank)
        {
            Count++;
            _each[rank]++;
            for (var i = rank + 1; i < _sums.Length; i += i & -i) _sums[i]++;
        }

        public (int Below, int Same) Below(int rank)
        {
            var sum = 0;
            for (var i = rank; i > 0; i -= i & -i) sum += _sums[i];
            return (sum, _each[rank]);
        }
    }
}
