namespace Minima.Tabular;

/// <summary>Student's t distribution.</summary>
internal static class StudentT
{
    /// <summary>The probability of a value further from 0 than t, on both sides together.</summary>
    public static double TwoSided(double t, double degrees)
    {
        if (double.IsNaN(t)) return double.NaN;
        if (double.IsInfinity(t)) return 0;
        return IncompleteBeta.Regularized(degrees / 2, 0.5, degrees / (degrees + (t * t)));
    }

    /// <summary>The t whose two-sided probability is p, above 0 and at most 1.</summary>
    public static double Quantile(double p, double degrees)
    {
        if (!(p is > 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(p), p, "above 0 and at most 1");
        var (low, high) = (0.0, 1.0);
        while (TwoSided(high, degrees) > p && high < 1e300) high *= 2;
        for (var i = 0; i < 200 && low < high; i++)
        {
            var middle = low + ((high - low) / 2);
            if (middle.Equals(low) || middle.Equals(high)) break;
            if (TwoSided(middle, degrees) > p) low = middle;
            else high = middle;
        }

        return high;
    }
}
