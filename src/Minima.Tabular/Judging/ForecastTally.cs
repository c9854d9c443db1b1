namespace Minima.Tabular;

/// <summary>Counts, fold by fold, where targets lie in their predicted distributions.</summary>
internal sealed class ForecastTally
{
    private const int Bins = 10;

    private static readonly double[] Levels = [.. Enumerable.Range(1, 19).Select(k => Math.Round(0.05 * k, 2))];

    private readonly IReadOnlyList<CoverageGroups> _groups;
    private readonly double[] _pit = new double[Bins];
    private readonly double[] _below = new double[Levels.Length];
    private readonly double _interval;
    private readonly (int Rows, double Inside50, double Inside90, double Inside)[][] _inside;
    private int _rows;

    /// <param name="groups">The groups of rows.</param>
    /// <param name="wanted">The question; the coverage of its interval is counted in each group.</param>
    public ForecastTally(IReadOnlyList<CoverageGroups> groups, Wanted wanted)
    {
        _groups = groups;
        _interval = wanted.Functional == WantedFunctional.Interval ? wanted.Level : ForecastReliability.Usual;
        _inside = [.. groups.Select(group => new (int, double, double, double)[group.Names.Count])];
    }

    /// <param name="predictions">Predictions with the scores of distributions.</param>
    /// <param name="rows">The rows of the table.</param>
    public void Add(Predictions predictions, int[] rows)
    {
        if (predictions.Forecast is not { } forecast) return;
        var (half, most, asked) = (Inside(0.5), Inside(ForecastReliability.Usual), Inside(_interval));
        for (var i = 0; i < rows.Length; i++)
        {
            _rows++;
            var (low, high) = (forecast.Below[i], Math.Max(forecast.Below[i], forecast.UpTo[i]));
            for (var bin = 0; bin < Bins; bin++) _pit[bin] += Share(low, high, (bin + 1.0) / Bins) - Share(low, high, (double)bin / Bins);
            for (var k = 0; k < Levels.Length; k++) _below[k] += Share(low, high, Levels[k]);
            for (var g = 0; g < _groups.Count; g++)
            {
                if (_groups[g].Codes[rows[i]] is not (>= 0 and var code)) continue;
                ref var part = ref _inside[g][code];
                part = (part.Rows + 1, part.Inside50 + half[i], part.Inside90 + most[i], part.Inside + asked[i]);
            }
        }

        double[] Inside(double share) => ForecastMetrics.Inside(forecast, predictions.Target, share);
    }

    /// <summary>The summary of the counts; null if nothing was added.</summary>
    public ForecastReliability? Summary() => _rows == 0 ? null : new(
        _rows,
        [.. _pit.Select(sum => sum / _rows)],
        [.. Levels.Select((level, k) => new LevelShare(level, _below[k] / _rows))],
        [.. _groups.SelectMany((group, g) => group.Names.Select((name, code) => Shares(group.Column, name, _inside[g][code])).Where(part => part.Rows > 0))])
    {
        Interval = _interval,
    };

    private static GroupCoverage Shares(string column, string name, (int Rows, double Inside50, double Inside90, double Inside) part)
    {
        double rows = Math.Max(1, part.Rows);
        return new(column, name, part.Rows, part.Inside50 / rows, part.Inside90 / rows) { Inside = part.Inside / rows };
    }

    /// <summary>The proportion of the interval from low to high at or below a level.</summary>
    private static double Share(double low, double high, double level) => high > low ? Math.Clamp((level - low) / (high - low), 0, 1) : level > 0 && (low < level || level >= 1) ? 1 : 0;
}
