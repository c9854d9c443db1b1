using Minima.Lab.Pictures;
using Minima.Training.Uncertainty;

namespace Minima.Lab.Uncertainty;

/// <summary>What the forecasts of a method are worth, seed by seed.</summary>
internal sealed record JudgedMethod(Words Name, Sample Coverage, double Width, Sample Score, double? Likelihood, double Error, double[] Reliability)
{
    public static Words[] Heads { get; } =
    [
        new("forecast", "预报"), new("within 90 %", "落入 90% 区间"), new("width", "宽度"), new("quantile score", "分位数评分"), new("-log density", "负对数密度"), new("calibration error", "校准误差"),
    ];

    public Words[] Cells => [Name, Figure.PercentSpread(Coverage), Figure.Fixed(Width, 2), Figure.Spread(Score), Likelihood is { } value ? Figure.Fixed(value, 2) : "-", Figure.Fixed(Error)];

    public static JudgedMethod Of(Words name, IReadOnlyList<(IReadOnlyList<Forecast> Forecasts, double[] Targets)> seeds)
    {
        var levels = ForecastHead.Levels;
        var reliability = seeds.Select(one => Calibration.Reliability(one.Forecasts, one.Targets, levels)).ToArray();
        var likelihoods = seeds.Select(one => Calibration.NegativeLogLikelihood(one.Forecasts, one.Targets)).ToArray();
        return new(
            name,
            new Sample([.. seeds.Select(one => Calibration.Coverage(one.Forecasts, one.Targets))]),
            seeds.Average(one => Calibration.Sharpness(one.Forecasts)),
            new Sample([.. seeds.Select(one => Calibration.QuantileScore(one.Forecasts, one.Targets, levels))]),
            likelihoods.All(one => one is not null) ? likelihoods.Average() : null,
            seeds.Average(one => Calibration.Error(one.Forecasts, one.Targets, levels)),
            [.. levels.Select((_, k) => reliability.Average(one => one[k]))]);
    }
}
