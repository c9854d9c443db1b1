namespace Minima.Analysis;

/// <summary>Whether a loss falls for ever at one target, as the prediction runs out or towards the end of its domain.</summary>
internal static class Falling
{
    /// <summary>A fall of this share beyond all that is ordinary is one that goes on.</summary>
    private const double Share = 1e-3;

    /// <summary>Nearer to 0 a number ends at the end of a domain, not by overflow.</summary>
    private const double Large = 30;

    private static readonly double[] Far = [1e10, 1e12, 1e15, 1e20, 1e50, 1e100, 1e150];

    private static readonly double[] Near = [1e-8, 1e-12, 1e-20, 1e-50, 1e-100, 1e-200];

    /// <summary>A place far below everything ordinary, or null where the loss has a lowest value.</summary>
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
            // The first place tells; how far it falls after that is of no interest.
            var value = section.Value(p);
            if (value < lowest - Share * Math.Max(1, Math.Abs(lowest)))
            {
                found ??= new Witness(p, section.Target, value, section.Slope(p));
            }
        }

        return found ?? BeforeOverflow(section);
    }

    /// <summary>A fall that ends only because the formula overflows: the lowest place is the last that is a number.</summary>
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
