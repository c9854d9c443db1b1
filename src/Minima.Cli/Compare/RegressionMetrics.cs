namespace Minima.Cli.Compare;

/// <summary>The formulas behind the metrics of regression.</summary>
internal static class RegressionMetrics
{
    public static double MeanAbsoluteError(Predictions p) => Mean(AbsoluteErrors(p));

    public static double RootMeanSquaredError(Predictions p)
    {
        var squares = 0.0;
        for (var i = 0; i < p.Target.Length; i++) squares += Square(p.Score[i] - p.Target[i]);
        return Math.Sqrt(squares / p.Target.Length);
    }

    public static double MedianAbsoluteError(Predictions p) => RobustScale.Median(AbsoluteErrors(p));

    public static double NinetiethPercentile(Predictions p) => RobustScale.Quantile(AbsoluteErrors(p), 0.9);

    /// <summary>Positive when the predictions are too high.</summary>
    public static double Bias(Predictions p)
    {
        var sum = 0.0;
        for (var i = 0; i < p.Target.Length; i++) sum += p.Score[i] - p.Target[i];
        return sum / p.Target.Length;
    }

    /// <summary>1 minus the squared error over that of the mean of these rows; null when the target is constant.</summary>
    public static double? RSquared(Predictions p)
    {
        var mean = Mean(p.Target);
        var residual = 0.0;
        var total = 0.0;
        for (var i = 0; i < p.Target.Length; i++)
        {
            residual += Square(p.Score[i] - p.Target[i]);
            total += Square(p.Target[i] - mean);
        }

        // The mean of equal values may be rounded, so that the sum alone does not tell a constant target.
        return Array.TrueForAll(p.Target, value => value.Equals(p.Target[0])) ? null : 1 - (residual / total);
    }

    private static double[] AbsoluteErrors(Predictions p)
    {
        var errors = new double[p.Target.Length];
        for (var i = 0; i < errors.Length; i++) errors[i] = Math.Abs(p.Score[i] - p.Target[i]);
        return errors;
    }

    private static double Mean(double[] values)
    {
        var sum = 0.0;
        foreach (var value in values) sum += value;
        return sum / values.Length;
    }

    private static double Square(double value) => value * value;
}
