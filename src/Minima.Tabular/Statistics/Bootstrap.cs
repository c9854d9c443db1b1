namespace Minima.Tabular;

/// <summary>
/// Intervals of a mean, or of a function of means, by resampling (B. Efron and R. Tibshirani, "An Introduction to the Bootstrap", 1993, section 13.3): units are drawn with replacement, and the
/// interval is that between two percentiles of the drawn means. It is stretched by the ratio of Student's t to the normal distribution, and for the variance that few
/// units underestimate (T. Hesterberg, The American Statistician 69, 2015, section 5.3).
/// </summary>
/// <param name="Mean">The mean of all units.</param>
/// <param name="Means">The means of the drawn units, ascending.</param>
/// <param name="Units">The number of units.</param>
internal sealed record Bootstrap(double Mean, double[] Means, int Units)
{
    private const int Draws = 10_000;

    /// <summary>The smallest probability of missing that is read from the draws: ten draws lie outside such an interval at each end.</summary>
    private const double Rarest = 0.002;

    /// <summary>Resamples the sum of some values over that of their counts.</summary>
    /// <param name="sums">The sum of the values in each unit.</param>
    /// <param name="counts">The number of values in each unit.</param>
    /// <param name="seed">The random seed; the same seed gives the same interval.</param>
    /// <returns>Null if fewer than two units have values.</returns>
    public static Bootstrap? Of(double[] sums, double[] counts, ulong seed) => Of([sums], counts, means => means[0], seed);

    /// <summary>Resamples a function of several means over the same units.</summary>
    /// <param name="sums">For each mean the sum of its values in each unit.</param>
    /// <param name="counts">The number of values in each unit.</param>
    /// <param name="of">The function.</param>
    /// <param name="seed">The random seed; the same seed gives the same interval.</param>
    /// <returns>Null if fewer than two units have values.</returns>
    public static Bootstrap? Of(double[][] sums, double[] counts, Func<double[], double> of, ulong seed)
    {
        int[] units = [.. Enumerable.Range(0, counts.Length).Where(unit => counts[unit] > 0)];
        if (units.Length < 2) return null;
        var rows = units.Sum(unit => counts[unit]);
        var (random, values, drawn) = (new RandomState(seed), new double[Draws], new double[sums.Length]);
        for (var draw = 0; draw < Draws; draw++)
        {
            Array.Clear(drawn);
            var count = 0.0;
            for (var i = 0; i < units.Length; i++)
            {
                var unit = units[random.NextInt(units.Length)];
                for (var k = 0; k < drawn.Length; k++) drawn[k] += sums[k][unit];
                count += counts[unit];
            }

            for (var k = 0; k < drawn.Length; k++) drawn[k] /= count;
            values[draw] = of(drawn);
        }

        Array.Sort(values);
        return new(of(Array.ConvertAll(sums, own => units.Sum(unit => own[unit]) / rows)), values, units.Length);
    }

    /// <summary>The interval that misses the truth with this probability.</summary>
    public (double Low, double High) Interval(double miss)
    {
        // Levels rarer than the draws are extrapolated by Student's t.
        double degrees = Units - 1;
        var level = Math.Max(miss, Rarest) / 2;
        var stretch = Math.Sqrt(Units / degrees) * StudentT.Quantile(miss, degrees) / -Normal.Quantile(level);
        return (At(level), At(1 - level));

        double At(double level) => Mean + (stretch * (RobustScale.QuantileOfSorted(Means, level) - Mean));
    }

    /// <summary>The two-sided p-value of a true value: the largest probability of missing at which the interval still contains it, so that p-value and interval agree.</summary>
    /// <param name="truth">The value that is tested.</param>
    public double P(double truth)
    {
        if (Means[0].Equals(Means[^1])) return Mean.Equals(truth) ? 1 : 0;
        var (held, missed) = (0.0, 1.0);
        for (var i = 0; i < 100; i++)
        {
            var middle = (held + missed) / 2;
            var (low, high) = Interval(middle);
            if (low <= truth && truth <= high) held = middle;
            else missed = middle;
        }

        return missed;
    }
}
