using Minima.Training.Uncertainty;

namespace Minima.Lab.Uncertainty;

/// <summary>The scores of the forecasts of a training.</summary>
/// <param name="Coverage">The proportion of targets within the 90 % interval.</param>
/// <param name="Width">The mean width of this interval.</param>
/// <param name="Score">The quantile score: twice the mean pinball loss.</param>
/// <param name="Likelihood">The mean negative log-density; NaN for forecasts without one.</param>
/// <param name="Error">The calibration error.</param>
/// <param name="Reliability">The proportion of targets below each quantile.</param>
/// <param name="Forecaster">Forecasts inputs.</param>
internal sealed record JudgedForecasts(double Coverage, double Width, double Score, double Likelihood, double Error, double[] Reliability, Func<Tensor, Forecast[]> Forecaster)
{
    public static JudgedForecasts Of(RegressionRows rows, Func<Tensor, Forecast[]> forecaster)
    {
        var (forecasts, levels) = (forecaster(rows.TestInputs), ForecastHead.Levels);
        return new(
            Calibration.Coverage(forecasts, rows.TestTargets),
            Calibration.Sharpness(forecasts),
            Calibration.QuantileScore(forecasts, rows.TestTargets, levels),
            Calibration.NegativeLogLikelihood(forecasts, rows.TestTargets) ?? double.NaN,
            Calibration.Error(forecasts, rows.TestTargets, levels),
            [.. Calibration.Reliability(forecasts, rows.TestTargets, levels)],
            forecaster);
    }
}
