namespace Minima.Tests.Derivatives;

/// <summary>Fourth-order central differences, with an honest opinion of their own error.</summary>
internal static class Difference
{
    /// <summary>
    /// The derivative of <paramref name="f"/> at <paramref name="x"/>: the step whose halving changes least is taken, and that change,
    /// with the rounding noise of f over the step, is the error. A kink within reach shows as a large error.
    /// </summary>
    public static (double Slope, double Error) Of(Func<double, double> f, double x, Domain domain)
    {
        var best = (Slope: double.NaN, Error: double.PositiveInfinity);
        var room = Math.Min(x - domain.Low, domain.High - x);
        if (domain.Kind == DomainKind.Outside)
        {
            room = Math.Max(domain.Low - x, x - domain.High);
        }

        foreach (var part in (ReadOnlySpan<double>)[3e-2, 3e-3, 3e-4])
        {
            var step = Math.Min(part * Math.Max(Math.Abs(x), 1e-2), room * part);
            var whole = Stencil(f, x, step);
            var half = Stencil(f, x, step / 2);
            var noise = 4e-16 * Math.Abs(f(x)) / step * 4;
            var error = Math.Abs(whole - half) + noise;
            if (error < best.Error)
            {
                best = (half, error);
            }
        }

        return best;
    }

    private static double Stencil(Func<double, double> f, double x, double h)
    {
        // The steps that were really taken, after rounding x + h.
        double up = x + h, down = x - h, up2 = x + 2 * h, down2 = x - 2 * h;
        return (8 * (f(up) - f(down)) - (f(up2) - f(down2))) / (8 * (up - down) - (up2 - down2));
    }
}
