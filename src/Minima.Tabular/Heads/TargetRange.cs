namespace Minima.Tabular;

/// <summary>Where the targets of a training lie: an integral over likely values begins there.</summary>
/// <param name="Typical">Some quantiles.</param>
/// <param name="Spread">Their robust scale.</param>
internal sealed record TargetRange(double[] Typical, double Spread)
{
    private static readonly double[] Levels = [0.1, 0.5, 0.9];

    public static TargetRange Of(double[] target) => new([.. Levels.Select(level => RobustScale.Quantile(target, level))], RobustScale.Scale(target));
}
