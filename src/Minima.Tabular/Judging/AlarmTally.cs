namespace Minima.Tabular;

/// <summary>Counts the decisions of one row of a comparison on held-out rows of two classes, fold by fold.</summary>
internal sealed class AlarmTally(RowUnits units, AlarmPlan plan)
{
    /// <summary>The fractions of rows with the highest scores at which the curve is computed.</summary>
    private static readonly double[] Shares = [0, 0.005, .. Enumerable.Range(1, 100).Select(percent => percent / 100.0)];

    private readonly double[] _rows = new double[units.Count];
    private readonly double[] _alarms = new double[units.Count];
    private readonly double[] _ones = new double[units.Count];
    private readonly double[] _found = new double[units.Count];
    private readonly double[] _foundAmong = new double[Shares.Length];
    private readonly double[] _costAmong = new double[Shares.Length];
    private readonly List<double> _cuts = [];
    private readonly List<double> _probabilities = [];
    private int _folds;

    /// <summary>Rows of both classes were counted.</summary>
    public bool HasRows => _ones.Sum() is > 0 and var ones && ones < _rows.Sum();

    /// <summary>Counts the rows of one fold.</summary>
    public void Add(Predictions predictions, int[] rows)
    {
        _folds++;
        var (lowest, highest) = (double.PositiveInfinity, double.NegativeInfinity);
        for (var i = 0; i < rows.Length; i++)
        {
            var (unit, isOne, isAlarm) = (units[rows[i]], predictions.Target[i] > 0.5, plan.IsAlarm(predictions, i));
            _rows[unit]++;
            if (isOne) _ones[unit]++;
            if (isAlarm) _alarms[unit]++;
            if (isOne && isAlarm) _found[unit]++;
            if (predictions.Probability is not { } probability) continue;
            if (isAlarm) lowest = Math.Min(lowest, probability[i]);
            else highest = Math.Max(highest, probability[i]);
        }

        if (predictions.Cut is { } cut) _cuts.Add(cut);
        if (double.IsFinite(lowest) && double.IsFinite(highest)) _probabilities.Add((lowest + highest) / 2);
        var scores = RankedScores.Of([predictions]);
        var found = scores?.FoundAmong(Shares) ?? new double[Shares.Length];
        for (var k = 0; k < found.Length; k++) _foundAmong[k] += found[k];
        if (plan.Cost is not { } cost) return;
        var silent = predictions.Target.Select((target, i) => cost[(int)target, 0, rows[i]]).Sum();
        double More(int i) => cost.MoreIfCalled((int)predictions.Target[i], rows[i]);

        // Without both classes there is no ranking: at each fraction the average row is called.
        var more = scores?.Among(Shares, More) ?? Array.ConvertAll(Shares, share => share * Enumerable.Range(0, rows.Length).Sum(More));
        for (var k = 0; k < more.Length; k++) _costAmong[k] += silent + more[k];
    }

    /// <summary>The counts as figures.</summary>
    /// <param name="row">The row of the comparison that decided.</param>
    /// <param name="positive">The positive class.</param>
    /// <param name="repeats">The number of times that each row was held out.</param>
    public AlarmSummary Summary(ComparisonRow row, string positive, int repeats)
    {
        var (rows, ones, alarms) = (_rows.Sum(), _ones.Sum(), _alarms.Sum());
        var rate = ones / rows;
        return new AlarmSummary(row.Title, positive, plan.Rule, rate, Share(_alarms, _rows), alarms > 0 ? Share(_found, _alarms) : null, Share(_found, _ones))
        {
            Threshold = _cuts.Count == _folds ? RobustScale.Median([.. _cuts]) : null,
            Probability = _probabilities.Count == 0 ? null : plan.Rule is null && _cuts.Count == 0 ? plan.Cost!.Threshold : RobustScale.Median([.. _probabilities]),
            Curve =
            [
                .. Shares.Skip(1).Select((share, k) => new AlarmPoint(
                    share, share * rows / repeats, _foundAmong[k + 1] / (share * rows), _foundAmong[k + 1] / ones, _foundAmong[k + 1] / (share * rows) / rate, plan.Cost is null ? null : _costAmong[k + 1] / rows)),
            ],
        };

        Estimate Share(double[] part, double[] whole) => units.Kind == ResampledUnit.Row
            ? Estimate.OfShare(part.Sum() / whole.Sum(), whole.Sum() / repeats)
            : Estimate.OfUnits(part, whole, units.Seed);
    }
}
