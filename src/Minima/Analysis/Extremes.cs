namespace Minima.Analysis;

/// <summary>The lowest and highest values and the steepest derivative of a loss at one setting; infinite if there is no bound.</summary>
internal sealed record Extremes(double Lowest, double Highest, double Steepest, Witness AtLowest, long Points)
{
    /// <summary>Predictions far enough out to show if something still grows.</summary>
    private static readonly double[] Far = [1e10, 1e12, 1e15, 1e18, 1e30, 1e60, 1e100, 1e150];

    /// <summary>Distances from the end of a domain, for the same test.</summary>
    private static readonly double[] Near = [1e-8, 1e-12, 1e-20, 1e-50, 1e-100, 1e-200];

    /// <summary>Growth below this proportion of the ordinary size is rounding, or the last step towards a limit.</summary>
    private const double Growth = 1e-6;

    public static Extremes Of(Setting setting, IReadOnlyList<Section> sections)
    {
        var own = sections.Where(s => s.Extras.AsSpan().SequenceEqual(setting.Extras)).ToArray();
        var beyond = Beyond(setting, own).ToArray();
        var value = Ordinary(own, j => j.Value);
        var lowest = Bound(own, beyond, value, j => j.Value, w => w.Value, -1);
        var highest = Bound(own, beyond, value, j => j.Value, w => w.Value, +1);
        var steepest = Bound(own, beyond, Ordinary(own, j => j.Slope), j => Math.Abs(j.Slope), w => Math.Abs(w.Slope), +1);
        return new Extremes(lowest.Bound, highest.Bound, steepest.Bound, lowest.At, own.Sum(s => (long)s.Count) + beyond.Length);
    }

    /// <summary>Elements of extraordinary size: anything that still grows there has no bound.</summary>
    private static IEnumerable<Witness> Beyond(Setting setting, IReadOnlyList<Section> sections)
    {
        var function = setting.Function;
        var domain = function.DomainOf(0);
        var ends = new[] { domain.Low, domain.High }.Where(double.IsFinite).SelectMany(e => Near.SelectMany(n => new[] { e + n, e - n })).ToArray();
        foreach (var target in sections.Select(s => s.Target).Distinct().Concat(SampleSpace.ExtremeTargets(function)).Distinct())
        {
            // Among them the logarithm of the target, at which a log-location is best.
            double[] near = [target, -target, 0, 0.5, 1, -1, target + 1, target - 1, target * (1 + 1e-6), target / 2, target * 2, target > 0 ? Math.Log(target) : 0];
            foreach (var prediction in Far.SelectMany(f => new[] { f, -f }).Concat(near).Concat(ends).Where(domain.Contains))
            {
                var x = function.Point(prediction, target, setting.Extras);
                yield return new Witness(prediction, target, function.Value(x), function.Slope(x)) { Others = setting.Extras };
            }
        }
    }

    /// <summary>The median size within ten units of 0.</summary>
    private static double Ordinary(IReadOnlyList<Section> sections, Func<PointFunction.Jet, double> part)
    {
        var sizes = sections
            .SelectMany(s => Enumerable.Range(0, s.Count).Where(i => Math.Abs(s.Predictions[i]) is <= 10 and > 0.01).Select(i => Math.Abs(part(s.Jets[i]))))
            .Where(double.IsFinite)
            .Order()
            .ToArray();
        return sizes.Length == 0 ? 1 : Math.Max(sizes[sizes.Length / 2], 1e-30);
    }

    private static (double Bound, Witness At) Bound(Section[] sections, Witness[] beyond, double ordinary, Func<PointFunction.Jet, double> of, Func<Witness, double> ofWitness, int direction)
    {
        var best = double.NegativeInfinity;
        Section? home = null;
        var index = 0;
        foreach (var section in sections)
        {
            for (var i = 0; i < section.Count; i++)
            {
                var x = direction * of(section.Jets[i]);
                if (double.IsPositiveInfinity(x))
                {
                    return (direction * x, section.WitnessAt(i));
                }

                if (x > best)
                {
                    (best, home, index) = (x, section, i);
                }
            }
        }

        if (home is null)
        {
            return (direction * double.PositiveInfinity, default);
        }

        var at = home.WitnessAt(index);
        if (index > 0 && index < home.Count - 1)
        {
            var refined = Peak(x => direction * of(home.Jet(x)), home.Predictions[index - 1], home.Predictions[index + 1]);
            if (direction * of(home.Jet(refined)) is var height && height > best && double.IsFinite(height))
            {
                (best, at) = (height, home.Witness(refined));
            }
        }

        foreach (var witness in beyond)
        {
            var x = direction * ofWitness(witness);
            if (x > best + Growth * Math.Max(Math.Abs(best), ordinary))
            {
                return (direction * double.PositiveInfinity, witness);
            }

            if (x > best)
            {
                (best, at) = (x, witness);
            }
        }

        // A limit that is approached asymptotically, or reached up to rounding, is 0 itself.
        var bound = direction * best;
        return (Math.Abs(bound) < 1e-9 * ordinary ? 0 : bound, at);
    }

    /// <summary>The highest place in an interval, by golden section: accurate enough to recognise the number there.</summary>
    public static double Peak(Func<double, double> of, double low, double high)
    {
        var section = new GoldenSection(low, high);
        var (left, right) = (of(section.Left), of(section.Right));
        for (var step = 0; step < 80; step++) (left, right) = left > right ? (of(section.KeepLeft()), left) : (right, of(section.KeepRight()));
        return section.Low + (section.High - section.Low) / 2;
    }
}
