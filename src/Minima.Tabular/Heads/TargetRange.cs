namespace Minima.Tabular;

/// <summary>The range of the targets of a training, from which an integral over likely values begins.</summary>
/// <param name="Typical">Some quantiles of the targets.</param>
/// <param name="Spread">Their robust scale.</param>
internal sealed record TargetRange(double[] Typical, double Spread)
{
    private static readonly double[] Levels = [0.1, 0.5, 0.9];

    public static TargetRange Of(double[] target) => new([.. Levels.Select(level => RobustScale.Quantile(target, level))], RobustScale.Scale(target));
}
