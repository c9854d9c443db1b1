namespace Minima;

/// <summary>Robust and rank statistics, insensitive to a few extreme values.</summary>
internal static class OrderStatistics
{
    /// <summary>The dispersion about 0 in units of a standard deviation; never 0.</summary>
    public static double SpreadAboutZero(double[] values)
    {
        if (values.Length == 0) return 1;
        var spread = RobustScale.ToSigma * RobustScale.Median([.. values.Select(Math.Abs)]);
        if (spread > 0)
        {
            return spread;
        }

        // More than half of the values are 0: the mean absolute value, or 1 if all are 0.
        var mean = values.Average(Math.Abs);
        return mean > 0 ? mean : 1;
    }

    /// <summary>L-skewness and L-kurtosis (Hosking 1990): 0 and 0.1226 for a normal distribution, between -1 and 1 for every distribution.</summary>
    public static (double Skewness, double Kurtosis) LMoments(double[] values)
    {
        var x = (double[])values.Clone();
        Array.Sort(x);
        var n = (double)x.Length;
        var (b0, b1, b2, b3) = (0.0, 0.0, 0.0, 0.0);
        for (var i = 0; i < x.Length; i++)
        {
            var first = i / (n - 1);
            var second = first * (i - 1) / (n - 2);
            b0 += x[i];
            b1 += first * x[i];
            b2 += second * x[i];
            b3 += second * (i - 2) / (n - 3) * x[i];
        }

        var l2 = (2 * b1 - b0) / n;
        return l2 > 0 ? ((6 * b2 - 6 * b1 + b0) / n / l2, (20 * b3 - 30 * b2 + 12 * b1 - b0) / n / l2) : (0, 0);
    }

    /// <summary>The tail index of Hill (1975) over the largest twentieth: at 3 the third moment is about to become infinite.</summary>
    public static double TailIndex(double[] values)
    {
        var sizes = values.Select(Math.Abs).OrderDescending().ToArray();
        var k = Math.Max(5, sizes.Length / 20);
        if (sizes.Length <= k || !(sizes[k] > 0))
        {
            return double.NaN;
        }

        var sum = 0.0;
        for (var i = 0; i < k; i++)
        {
            sum += Math.Log(sizes[i] / sizes[k]);
        }

        return sum > 0 ? k / sum : double.PositiveInfinity;
    }

    /// <summary>Ranks from 0; ties get their mean rank.</summary>
    public static double[] Ranks(double[] values)
    {
        var order = Enumerable.Range(0, values.Length).ToArray();
        Array.Sort((double[])values.Clone(), order);
        var ranks = new double[values.Length];
        for (var i = 0; i < order.Length;)
        {
            var j = i;
            while (j < order.Length && values[order[j]].Equals(values[order[i]]))
            {
                j++;
            }

            for (var k = i; k < j; k++)
            {
                ranks[order[k]] = (i + j - 1) / 2.0;
            }

            i = j;
        }

        return ranks;
    }

    /// <summary>The correlation; 0 if one of the two is constant.</summary>
    public static double Correlation(double[] x, double[] y)
    {
        var (meanX, meanY) = (x.Average(), y.Average());
        var (xx, yy, xy) = (0.0, 0.0, 0.0);
        for (var i = 0; i < x.Length; i++)
        {
            var (a, b) = (x[i] - meanX, y[i] - meanY);
            xx += a * a;
            yy += b * b;
            xy += a * b;
        }

        return xx > 0 && yy > 0 ? xy / Math.Sqrt(xx * yy) : 0;
    }
}
