using Minima.Lab.Pictures;
using Minima.Training.Uncertainty;

namespace Minima.Lab.Uncertainty;

/// <summary>A way to forecast.</summary>
/// <param name="Name">In tables.</param>
/// <param name="Trained">Learns from rows with a seed, and forecasts inputs.</param>
internal sealed record ForecastMethod(Words Name, Func<RegressionRows, int, Func<Tensor, Forecast[]>> Trained)
{
    private const int Members = 5;
    private const int Passes = 30;
    private const double DropoutRate = 0.1;

    /// <summary>The baseline first.</summary>
    public static IReadOnlyList<ForecastMethod> All { get; } =
    [
        Single(new("gaussian, one variance", "高斯，统一方差"), ForecastHead.OneVariance),
        Single(new("gaussian, own variance", "高斯，逐行方差"), ForecastHead.OwnVariance),
        new(new("own variance, 3x the epochs", "逐行方差，三倍轮次"), (rows, seed) => Alone(ForecastHead.OwnVariance, rows with { Epochs = 3 * rows.Epochs }, seed)),
        Single("student_t_nll", ForecastHead.Student),
        Single("beta_nll", ForecastHead.Beta),
        Single("crps_gaussian", ForecastHead.RankedProbability),
        Single(new("multi_quantile, ordered", "multi_quantile，有序"), ForecastHead.Quantiles),
        Single(new("interval_score, ordered", "interval_score，有序"), ForecastHead.Interval),
        Single("evidential_regression", ForecastHead.Evidential),
        new(new("ensemble of 5", "5 个网络的集成"), Ensemble),
        new(new("dropout, 30 masks", "dropout，30 个掩码"), Masks),
    ];

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

    private static Func<Tensor, Forecast[]> Masks(RegressionRows rows, int seed)
    {
        var head = ForecastHead.Dropping(DropoutRate);
        var model = head.Trained(rows, (ulong)seed);
        return inputs => [.. MixtureForecast.OfEnsemble([.. MonteCarloDropout.Of(model, inputs, Passes).Select(said => Gaussians(head.Forecasts(said.ToArray(), inputs.Shape[0])))])];
    }

    private static GaussianForecast[] Gaussians(Forecast[] forecasts) => Array.ConvertAll(forecasts, forecast => (GaussianForecast)forecast);
}
