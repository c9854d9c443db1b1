namespace Minima.Tabular;

/// <summary>The minimum of a function of one number: a coarse search, then the root of its derivative.</summary>
internal static class LineMinimum
{
    private const double Lowest = -40;
    private const double Highest = 40;

    /// <summary>The position of the minimum; null if it is at an end of the range, which represents infinity.</summary>
    public static double? Find(Func<double, double> value, Func<double, double> slope, double start)
    {
        var best = start;
        var lowest = value(start);
        for (var at = Lowest; at <= Highest; at++)
        {
            var here = value(at);
            if (!(here < lowest) && !(double.IsNaN(lowest) && double.IsFinite(here))) continue;
            (best, lowest) = (at, here);
        }

        var (low, high) = (best - 1, best + 1);
        while (!(slope(low) <= 0) && low >= Lowest - 1) low--;
        while (!(slope(high) >= 0) && high <= Highest + 1) high++;
        if (low < Lowest - 1 || high > Highest + 1 || best <= Lowest || best >= Highest) return null;
        for (var round = 0; round < 200; round++)
        {
            var middle = low + ((high - low) / 2);
            if (middle <= low || middle >= high) break;
            if (slope(middle) <= 0) low = middle;
            else high = middle;
        }

        return Math.Abs(slope(low)) <= Math.Abs(slope(high)) ? low : high;
    }
}
