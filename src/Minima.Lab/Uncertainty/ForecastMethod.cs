using Minima.Training.Uncertainty;

namespace Minima.Lab.Uncertainty;

/// <summary>A forecasting method.</summary>
/// <param name="Name">The name in tables.</param>
/// <param name="Trained">Trains on rows with a seed, and returns the forecaster of inputs.</param>
internal sealed record ForecastMethod(Words Name, Func<RegressionRows, int, Func<Tensor, Forecast[]>> Trained)
{
    private const int Members = 5;
    private const int Passes = 30;

    /// <summary>All methods except dropout, which has a rate; the baseline comes first.</summary>
    public static IReadOnlyList<ForecastMethod> All { get; } =
    [
        Single(new(ForecastProblem.OneVariance, "高斯，统一方差"), ForecastHead.OneVariance),
        Single(new(ForecastProblem.OwnVariance, "高斯，逐样本方差"), ForecastHead.OwnVariance),
        Single("student_t_nll", ForecastHead.Student),
        Single("beta_nll", ForecastHead.Beta),
        Single("crps_gaussian", ForecastHead.RankedProbability),
        Single(new(ForecastProblem.Quantiles, "multi_quantile，有序"), ForecastHead.Quantiles),
        Single(new("interval_score, ordered", "interval_score，有序"), ForecastHead.Interval),
        Single(ForecastProblem.Evidence, ForecastHead.Evidential),
        new(new(ForecastProblem.Ensemble, "5 个网络的集成"), Ensemble),
    ];

    /// <summary>One network under many dropout masks.</summary>
    public static ForecastMethod Masks(double rate) => new(ForecastProblem.Dropout, (rows, seed) =>
    {
        var head = ForecastHead.Dropping(rate);
        var model = head.Trained(rows, (ulong)seed);
        return inputs => [.. MixtureForecast.OfEnsemble([.. MonteCarloDropout.Of(model, inputs, Passes).Select(outputs => Gaussians(head.Forecasts(outputs.ToArray(), inputs.Shape[0])))])];
    });

    private static ForecastMethod Single(Words name, ForecastHead head) => new(name, (rows, seed) => Alone(head, rows, seed));

    private static Func<Tensor, Forecast[]> Alone(ForecastHead head, RegressionRows rows, int seed)
    {
        var model = head.Trained(rows, (ulong)seed);
        return inputs => head.Forecasts(model, inputs);
    }

    private static Func<Tensor, Forecast[]> Ensemble(RegressionRows rows, int seed)
    {
        var head = ForecastHead.OwnVariance;
        Module[] members = [.. Enumerable.Range(0, Members).Select(member => head.Trained(rows, (ulong)((100 * seed) + member)))];
        return inputs => [.. MixtureForecast.OfEnsemble([.. members.Select(member => Gaussians(head.Forecasts(member, inputs)))])];
    }

    private static GaussianForecast[] Gaussians(Forecast[] forecasts) => Array.ConvertAll(forecasts, forecast => (GaussianForecast)forecast);
}
