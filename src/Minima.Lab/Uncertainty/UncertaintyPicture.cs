using Minima.Lab.Studies;

namespace Minima.Lab.Uncertainty;

/// <summary>The nominal and actual coverage of forecasts on diabetes, and the 90 % bands on the wave.</summary>
internal static class UncertaintyPicture
{
    private const int Points = 120;
    private const double Reach = 3;

    private static readonly string[] Bands = [ForecastProblem.OneVariance, ForecastProblem.OwnVariance, ForecastProblem.Quantiles];
    private static readonly string[] Curves = [.. Bands, ForecastProblem.Evidence, ForecastProblem.Ensemble, ForecastProblem.Dropout];

    public static string Draw(Words title, StudyOutcome<JudgedForecasts> diabetes, StudyOutcome<JudgedForecasts> wave, Language language)
    {
        var svg = new Svg(980, 490, title.In(language));
        var levels = ForecastHead.Levels;
        var curves = Curves.Select((method, style) => new Series(diabetes[method].Name, [.. levels.Select((level, k) => (level, diabetes[method].Over(one => one.Reliability[k]).Mean - level))], style)).ToArray();
        var reach = 0.05 * Math.Ceiling(curves.Max(curve => curve.Points.Max(point => Math.Abs(point.Y))) / 0.05);
        new LinePanel
        {
            Title = new("diabetes: share of targets below a quantile, less its level", "糖尿病数据：低于分位数的目标值比例与其水平之差"),
            XTitle = new("level of the quantile", "分位数水平"),
            YTitle = new("share less level", "比例与水平之差"),
            Lines = curves,
            Y = (-reach, reach),
            Levels = [(0, new("kept exactly", "完全校准"))],
        }.Draw(svg, 80, 70, 380, 300, language);
        Series.Legend(svg, curves, 80, 380, 430, language);

        float[] grid = [.. Enumerable.Range(0, Points).Select(i => (float)(Reach * ((2.0 * i / (Points - 1)) - 1)))];
        var inputs = Tensor.Of(grid, [Points, 1]);
        var bands = Bands.Select((method, style) => (Name: wave[method].Name, Intervals: wave[method].Results[0].Forecaster(inputs).Select(forecast => forecast.Interval(0.9)).ToArray(), Style: style))
            .Append((new("what draws the targets", "生成目标值的分布"), [.. grid.Select(x => RegressionRows.WaveAt(x).Interval(0.9))], 3))
            .ToArray();
        var lines = bands.SelectMany(band => new[]
        {
            new Series(band.Name, [.. grid.Zip(band.Intervals, (x, interval) => ((double)x, interval.Lower))], band.Style),
            new Series(band.Name, [.. grid.Zip(band.Intervals, (x, interval) => ((double)x, interval.Upper))], band.Style),
        }).ToArray();
        new LinePanel
        {
            Title = new("the wave: the interval of 90 %, first seed", "波：90% 区间，首个种子"),
            XTitle = "x",
            YTitle = "y",
            Lines = lines,
            Y = (-3, 3),
        }.Draw(svg, 560, 70, 380, 300, language);
        Series.Legend(svg, [.. lines.Where((_, i) => i % 2 == 0)], 560, 380, 430, language);
        return svg.ToString();
    }
}
