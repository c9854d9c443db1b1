namespace Minima.Tabular;

/// <summary>The formulas behind the metrics of regression.</summary>
internal static class RegressionMetrics
{
    public static double RootMeanSquaredError(Predictions p)
    {
        var squares = 0.0;
        for (var i = 0; i < p.Target.Length; i++) squares += Square(p.Score[i] - p.Target[i]);
        return Math.Sqrt(squares / p.Target.Length);
    }

    public static double[] SquaredErrors(Predictions p) => [.. p.Target.Zip(p.Score, (target, score) => Square(score - target))];

    public static double MedianAbsoluteError(Predictions p) => RobustScale.Median(AbsoluteErrors(p));

    public static double NinetiethPercentile(Predictions p) => RobustScale.Quantile(AbsoluteErrors(p), 0.9);

    /// <summary>level (t - y) if the target t is above the prediction y, and (1 - level) (y - t) otherwise.</summary>
    public static double[] Pinball(Predictions p, double level)
    {
        var losses = new double[p.Target.Length];
        for (var i = 0; i < losses.Length; i++)
        {
            var residual = p.Target[i] - p.Score[i];
            losses[i] = residual > 0 ? level * residual : (level - 1) * residual;
        }

        return losses;
    }

    /// <summary>Predictions minus targets.</summary>
    public static double[] Errors(Predictions p) => [.. p.Score.Zip(p.Target, (score, target) => score - target)];

    /// <summary>1 minus the squared error over that of the mean of these rows; null if the target is constant.</summary>
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

        // The mean of equal values may be rounded, so the sum alone does not detect a constant target.
        return Array.TrueForAll(p.Target, value => value.Equals(p.Target[0])) ? null : 1 - (residual / total);
    }

    /// <summary>The proportion of targets that are not above the prediction: near 0.9 for a prediction of the 90 % quantile.</summary>
    public static double Coverage(Predictions p)
    {
        var below = 0;
        for (var i = 0; i < p.Target.Length; i++)
        {
            if (p.Target[i] <= p.Score[i]) below++;
        }

        return (double)below / p.Target.Length;
    }

    /// <summary>2 (t log(t/y) + y - t); null if a prediction is not above 0 or a target below 0.</summary>
    public static double[]? PoissonDeviance(Predictions p)
    {
        var deviances = new double[p.Target.Length];
        for (var i = 0; i < deviances.Length; i++)
        {
            var (t, y) = (p.Target[i], p.Score[i]);
            if (!(y > 0) || t < 0) return null;
            deviances[i] = 2 * ((t == 0 ? 0 : t * Math.Log(t / y)) + y - t);
        }

        return deviances;
    }

    /// <summary>2 (log(y/t) + t/y - 1); null if a prediction or a target is not above 0.</summary>
    public static double[]? GammaDeviance(Predictions p)
    {
        var deviances = new double[p.Target.Length];
        for (var i = 0; i < deviances.Length; i++)
        {
            var (t, y) = (p.Target[i], p.Score[i]);
            if (!(y > 0) || !(t > 0)) return null;
            deviances[i] = 2 * (Math.Log(y / t) + (t / y) - 1);
        }

        return deviances;
    }

    public static double[] AbsoluteErrors(Predictions p)
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
