namespace Minima.Tabular;

/// <summary>Where the targets of a training lie: an integral over likely values begins there.</summary>
/// <param name="Typical">Some quantiles.</param>
/// <param name="Spread">Their robust scale.</param>
internal sealed record TargetRange(double[] Typical, double Spread)
{
    public static TargetRange Of(double[] target) => new([.. new[] { 0.1, 0.5, 0.9 }.Select(level => RobustScale.Quantile(target, level))], RobustScale.Scale(target));
}
