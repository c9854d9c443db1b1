namespace Minima.Analysis;

/// <summary>Checks if a loss falls without end at one target, as the prediction grows or approaches the end of its domain.</summary>
internal static class Falling
{
    /// <summary>A fall by this proportion beyond everything ordinary counts as endless.</summary>
    private const double Share = 1e-3;

    /// <summary>Below this size, a formula that stops being a number has reached the end of its domain, not an overflow.</summary>
    private const double Large = 30;

    private static readonly double[] Far = [1e10, 1e12, 1e15, 1e20, 1e50, 1e100, 1e150];

    private static readonly double[] Near = [1e-8, 1e-12, 1e-20, 1e-50, 1e-100, 1e-200];

    /// <summary>A place far below everything ordinary, or null if the loss has a lowest value.</summary>
    public static Witness? At(PointFunction function, Section section)
    {
        var domain = function.DomainOf(0);
        var lowest = double.PositiveInfinity;
        for (var i = 0; i < section.Count; i++)
        {
            lowest = Math.Min(lowest, double.IsNaN(section.Jets[i].Value) ? double.PositiveInfinity : section.Jets[i].Value);
        }

        var ends = new[] { domain.Low, domain.High }.Where(double.IsFinite).SelectMany(e => Near.SelectMany(n => new[] { e + n, e - n }));
        Witness? found = null;
        foreach (var p in Far.SelectMany(f => new[] { f, -f }).Concat(ends).Where(domain.Contains))
        {
            // The first place decides; the depth of the fall after it does not matter.
            var value = section.Value(p);
            if (value < lowest - Share * Math.Max(1, Math.Abs(lowest)))
            {
                found ??= new Witness(p, section.Target, value, section.Slope(p));
            }
        }

        return found ?? BeforeOverflow(section);
    }

    /// <summary>A fall that ends only because the formula overflows: the lowest place is the last at which it is a number.</summary>
    private static Witness? BeforeOverflow(Section section)
    {
        var lowest = -1;
        for (var i = 0; i < section.Count; i++)
        {
            var value = section.Jets[i].Value;
            if (double.IsFinite(value) && (lowest < 0 || value < section.Jets[lowest].Value))
            {
                lowest = i;
            }
        }

        if (lowest <= 0 || lowest >= section.Count - 1 || Math.Abs(section.Predictions[lowest]) < Large)
        {
            return null;
        }

        var (at, outwards) = (section.Jets[lowest], section.Predictions[lowest] > 0 ? 1 : -1);
        return !double.IsFinite(section.Jets[lowest + outwards].Value) && outwards * at.Slope < 0 && at.Value < 0 ? section.WitnessAt(lowest) : null;
    }
}
