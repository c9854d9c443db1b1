namespace Minima.Analysis;

/// <summary>A number to hold an input at while another one is looked at: of ordinary size, finite, and inside the input's domain, whose ends may be infinite.</summary>
internal static class OrdinaryValue
{
    /// <summary>The first that fits of those preferred, then 1, 0.5, 0, and numbers near the ends.</summary>
    /// <param name="domain">Where it must lie.</param>
    /// <param name="preferred">Taken before all others.</param>
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
