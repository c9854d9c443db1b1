namespace Minima.Tabular;

/// <summary>Rows of two classes from the highest score down, each with a count: the input of a metric of the ranking, also for resampled rows.</summary>
internal sealed class RankedCounts
{
    // The low bits next to the position of a row: it is of class 1; the next score differs.
    private const int One = 1;
    private const int Last = 2;
    private const int Place = 2;

    private readonly int[] _ranked;
    private double[] _found = [];
    private double[] _taken = [];

    /// <param name="scores">Finite scores.</param>
    /// <param name="targets">The class of each row, 0 or 1.</param>
    public RankedCounts(double[] scores, double[] targets)
    {
        var sorted = (double[])scores.Clone();
        int[] order = [.. Enumerable.Range(0, scores.Length)];
        Array.Sort(sorted, order);
        _ranked = new int[scores.Length];
        for (var i = 0; i < order.Length; i++)
        {
            var from = order.Length - 1 - i;
            _ranked[i] = (order[from] << Place) | (targets[order[from]] > 0.5 ? One : 0) | (from == 0 || !sorted[from - 1].Equals(sorted[from]) ? Last : 0);
        }
    }

    /// <param name="targets">The class of each row, in the order of the ranking.</param>
    public RankedCounts(double[] targets) => _ranked = [.. targets.Select((target, i) => (i << Place) | (target > 0.5 ? One : 0) | Last)];

    /// <summary>The number of rows of class 1 above each cut.</summary>
    public ReadOnlySpan<double> Found => _found.AsSpan(0, Cuts);

    /// <summary>The number of rows above each cut.</summary>
    public ReadOnlySpan<double> Taken => _taken.AsSpan(0, Cuts);

    /// <summary>The number of rows of class 1.</summary>
    public double Ones => Cuts > 0 ? _found[Cuts - 1] : 0;

    public double Rows => Cuts > 0 ? _taken[Cuts - 1] : 0;

    private int Cuts { get; set; }

    /// <summary>Counts each row the given number of times; null for once. Without this call all counts are 0.</summary>
    public RankedCounts Count(int[]? times = null)
    {
        // Many rankings exist, but few are counted, so memory for counts is allocated only now.
        if (_found.Length == 0) (_found, _taken) = (new double[_ranked.Length], new double[_ranked.Length]);
        Cuts = 0;
        var (found, taken, before) = (0L, 0L, 0L);
        foreach (var row in _ranked)
        {
            var here = times is null ? 1 : times[row >> Place];
            taken += here;
            if ((row & One) != 0) found += here;
            if ((row & Last) == 0 || taken == before) continue;
            (_found[Cuts], _taken[Cuts]) = (found, taken);
            Cuts++;
            before = taken;
        }

        return this;
    }

    /// <summary>
    /// The proportion of pairs of one row of each class whose scores are in the right order, ties counting half; null if only one class is present.
    /// </summary>
    public static double? AreaUnderCurve(RankedCounts counts)
    {
        var (area, found, taken) = (0.0, 0.0, 0.0);
        for (var k = 0; k < counts.Cuts; k++)
        {
            var others = counts._taken[k] - taken - (counts._found[k] - found);
            area += others * (found + counts._found[k]) / 2;
            (found, taken) = (counts._found[k], counts._taken[k]);
        }

        var pairs = counts.Ones * (counts.Rows - counts.Ones);
        return pairs > 0 ? area / pairs : null;
    }

    /// <summary>The sum over thresholds of precision times the increase of recall; null if no row is of class 1.</summary>
    public static double? AveragePrecision(RankedCounts counts)
    {
        var (sum, found) = (0.0, 0.0);
        for (var k = 0; k < counts.Cuts; k++)
        {
            sum += (counts._found[k] - found) * (counts._found[k] / counts._taken[k]);
            found = counts._found[k];
        }

        return found > 0 ? sum / found : null;
    }
}
