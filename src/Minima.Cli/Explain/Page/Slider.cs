using Minima.Pages;

namespace Minima.Cli.Explain;

/// <summary>The range of a slider, and its scale: linear or logarithmic.</summary>
internal readonly record struct Slider(double Low, double High, bool Logarithmic)
{
    /// <summary>The range around a value, within its domain: a factor of 20 either way for scales, the whole domain for proportions.</summary>
    public static Slider Around(double value, Domain domain)
    {
        var reach = 4 * Math.Max(1, Math.Abs(value));
        if (domain.Kind == DomainKind.Outside)
        {
            return new(Math.Min(domain.Low, 0) - reach, Math.Max(domain.High, 0) + reach, false);
        }

        if (double.IsFinite(domain.Low) && double.IsFinite(domain.High))
        {
            var inset = 0.005 * (domain.High - domain.Low);
            return new(domain.LowOpen ? domain.Low + inset : domain.Low, domain.HighOpen ? domain.High - inset : domain.High, false);
        }

        if (domain.Low == 0 && domain.LowOpen && value > 0)
        {
            // Tiny numbers guard against division by 0; the range extends to values that have an effect.
            return value < 1e-3 ? new(value / 10, 1, true) : new(value / 20, value * 20, true);
        }

        return double.IsFinite(domain.Low) ? new(domain.Low + (domain.LowOpen ? 1e-3 : 0), domain.Low + (value > domain.Low ? 6 * (value - domain.Low) : 2), false)
            : double.IsFinite(domain.High) ? new(domain.High - (value < domain.High ? 6 * (domain.High - value) : 2), domain.High - (domain.HighOpen ? 1e-3 : 0), false)
            : new(value - reach, value + reach, false);
    }

    /// <summary>The given number of values along the slider, each with at most three digits.</summary>
    public IEnumerable<double> Stops(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var share = (double)i / (count - 1);
            yield return PageJson.Round(Logarithmic ? Low * Math.Pow(High / Low, share) : Low + (High - Low) * share, 3);
        }
    }
}
