namespace Minima.Tabular;

/// <summary>The constant prediction whose mean cost is lowest on some rows, for any cost: columns may weight its rows, and it may have several local minima.</summary>
internal sealed class LeastCost
{
    private const int MostRows = 1 << 14;
    private const int Places = 128;
    private const int Halvings = 48;

    // In multiples of the range of the targets. Two, because a periodic cost may be low at one of them by chance.
    private static readonly double[] Far = [1e3, 13_700];

    private readonly TableMetric _cost;
    private readonly double[] _targets;
    private readonly double[] _sorted;
    private readonly double[] _constant;
    private readonly int[] _rows;

    /// <param name="cost">The mean cost of predictions.</param>
    /// <param name="targets">The targets of the rows; of many rows every n-th counts.</param>
    /// <param name="rows">The rows, whose columns the cost may read.</param>
    public LeastCost(TableMetric cost, double[] targets, int[] rows)
    {
        var step = ((rows.Length - 1) / MostRows) + 1;
        int[] kept = [.. Enumerable.Range(0, rows.Length / step).Select(i => i * step)];
        (_cost, _targets, _rows) = (cost, Array.ConvertAll(kept, i => targets[i]), Array.ConvertAll(kept, i => rows[i]));
        (_sorted, _constant) = ([.. _targets.Order()], new double[kept.Length]);
    }

    /// <summary>The constant: the best of quantiles of the targets and of points as far beyond them, refined by golden-section search.</summary>
    public double Value
    {
        get
        {
            double[] places = [_sorted[0] - Range, .. Enumerable.Range(0, Places + 1).Select(k => RobustScale.QuantileOfSorted(_sorted, (double)k / Places)), _sorted[^1] + Range];
            var costs = Array.ConvertAll(places, Mean);
            var best = Enumerable.Range(0, places.Length).MinBy(k => costs[k]);
            var section = new GoldenSection(places[Math.Max(0, best - 1)], places[Math.Min(places.Length - 1, best + 1)]);
            var (first, second) = (Mean(section.Left), Mean(section.Right));
            for (var n = 0; n < Halvings; n++) (first, second) = first <= second ? (Mean(section.KeepLeft()), first) : (second, Mean(section.KeepRight()));

            // A cost with kinks may be lowest exactly at a target, which golden sections only approach.
            return Math.Min(first, second) < costs[best] ? first <= second ? section.Left : section.Right : places[best];
        }
    }

    /// <summary>The direction in which the cost has no minimum, as no prediction is too far: -1 below, 1 above; 0 if a prediction near the targets is best.</summary>
    public int Endless
    {
        get
        {
            var least = Mean(Value);
            return Array.TrueForAll(Far, far => Mean(_sorted[0] - (far * Range)) <= least) ? -1 : Array.TrueForAll(Far, far => Mean(_sorted[^1] + (far * Range)) <= least) ? 1 : 0;
        }
    }

    private double Range => _sorted[^1] > _sorted[0] ? _sorted[^1] - _sorted[0] : Math.Max(1, Math.Abs(_sorted[0]));

    private double Mean(double prediction)
    {
        Array.Fill(_constant, prediction);
        return _cost.Compute(Predictions.OfNumbers(_targets, _constant).At(_rows)) ?? double.PositiveInfinity;
    }
}
