namespace Minima.Analysis;

/// <summary>A value at which to hold an input while another one varies: of ordinary size, finite, and inside the input's domain, whose ends may be infinite.</summary>
internal static class OrdinaryValue
{
    /// <summary>The first value in the domain among the preferred ones, then 1, 0.5, 0, and numbers near the ends.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="preferred">Values tried before all others.</param>
    public static double In(Domain domain, params ReadOnlySpan<double> preferred)
    {
        foreach (var x in preferred)
        {
            if (Fits(domain, x)) return x;
        }

        return new[] { 1, 0.5, 0, domain.Low + 1, domain.High - 1, (domain.Low + domain.High) / 2 }.First(x => Fits(domain, x));
    }

    private static bool Fits(Domain domain, double x) => double.IsFinite(x) && domain.Contains(x);
}
