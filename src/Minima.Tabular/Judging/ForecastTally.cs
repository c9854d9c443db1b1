namespace Minima.Tabular;

/// <summary>Adds up, fold by fold, where targets lay in the distributions that were predicted for them.</summary>
internal sealed class ForecastTally
{
    private const int Bins = 10;

    private static readonly double[] Levels = [.. Enumerable.Range(1, 19).Select(k => Math.Round(0.05 * k, 2))];

    private readonly IReadOnlyList<CoverageGroups> _groups;
    private readonly double[] _pit = new double[Bins];
    private readonly double[] _below = new double[Levels.Length];
    private readonly (int Rows, double Inside50, double Inside90)[][] _inside;
    private int _rows;

    public ForecastTally(IReadOnlyList<CoverageGroups> groups) => (_groups, _inside) = (groups, [.. groups.Select(group => new (int, double, double)[group.Names.Count])]);

    /// <param name="predictions">With the scores of distributions.</param>
    /// <param name="rows">The rows of the table.</param>
    public void Add(Predictions predictions, int[] rows)
    {
        if (predictions.Forecast is not { } forecast) return;
        var (half, most) = (ForecastMetrics.Inside(forecast, predictions.Target, 0.5), ForecastMetrics.Inside(forecast, predictions.Target, 0.9));
        for (var i = 0; i < rows.Length; i++)
        {
            _rows++;
            var (low, high) = (forecast.Below[i], Math.Max(forecast.Below[i], forecast.UpTo[i]));
            for (var bin = 0; bin < Bins; bin++) _pit[bin] += Share(low, high, (bin + 1.0) / Bins) - Share(low, high, (double)bin / Bins);
            for (var k = 0; k < Levels.Length; k++) _below[k] += Share(low, high, Levels[k]);
            for (var g = 0; g < _groups.Count; g++)
            {
                if (_groups[g].Codes[rows[i]] is >= 0 and var code) _inside[g][code] = (_inside[g][code].Rows + 1, _inside[g][code].Inside50 + half[i], _inside[g][code].Inside90 + most[i]);
            }
        }
    }

    /// <summary>The sums as figures; null where nothing was added up.</summary>
    public ForecastReliability? Summary() => _rows == 0 ? null : new(
        _rows,
        [.. _pit.Select(sum => sum / _rows)],
        [.. Levels.Select((level, k) => new LevelShare(level, _below[k] / _rows))],
        [.. _groups.SelectMany((group, g) => group.Names.Select((name, code) => new GroupCoverage(group.Column, name, _inside[g][code].Rows, _inside[g][code].Inside50 / Math.Max(1, _inside[g][code].Rows), _inside[g][code].Inside90 / Math.Max(1, _inside[g][code].Rows))).Where(part => part.Rows > 0))]);

    /// <summary>The share of the places from low to high that lie at or below a level.</summary>
    private static double Share(double low, double high, double level) => high > low ? Math.Clamp((level - low) / (high - low), 0, 1) : level > 0 && (low < level || level >= 1) ? 1 : 0;
}
