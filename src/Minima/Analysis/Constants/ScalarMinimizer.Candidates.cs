namespace Minima.Analysis;

/// <summary>The places at which the sum is evaluated: the kinks of its terms, the targets, and steps beyond them to the ends of the domain.</summary>
internal sealed partial class ScalarMinimizer
{
    private const int CandidatesOfMany = 512;

    private static readonly double[] Reaches = [0.01, 0.1, 0.3, 1, 3, 10, 30, 100, 1e3, 1e4, 1e6, 1e9, 1e12, 1e18, 1e30, 1e60, 1e100, 1e200, 1e300];

    /// <summary>Distances from a finite end of the domain.</summary>
    private static readonly double[] Inward = [1e-300, 1e-100, 1e-30, 1e-15, 1e-9, 1e-6, 1e-4, 1e-3, 1e-2, 0.1, 0.25, 0.5];

    private double Snap(double x)
    {
        var slack = 8e-16 * Math.Max(Math.Abs(x), Math.Min(1, Scale));
        return Near(x - slack, x + slack).DefaultIfEmpty(x).MinBy(a => Math.Abs(a - x));
    }

    /// <summary>The range of the targets.</summary>
    private double Scale
    {
        get
        {
            if (sortedTargets.Length == 0)
            {
                return 1;
            }

            var spread = sortedTargets[^1] - sortedTargets[0];
            return spread > 0 ? spread : Math.Max(Math.Abs(sortedTargets[0]), 1e-6);
        }
    }

    /// <summary>The places in [low, high], widened by a last digit, at which some term has a kink.</summary>
    private IEnumerable<double> Near(double low, double high)
    {
        var slack = 4e-16 * Math.Max(Math.Abs(low), Math.Abs(high));
        (low, high) = (low - slack, high + slack);
        foreach (var (factor, offset) in Maps)
        {
            if (factor == 0)
            {
                if (offset >= low && offset <= high && domain.Contains(offset))
                {
                    yield return offset;
                }

                continue;
            }

            var (from, to) = ((low - offset) / factor, (high - offset) / factor);
            var start = Array.BinarySearch(sortedTargets, Math.Min(from, to) - 1e-15 * Math.Abs(from));
            for (var i = start < 0 ? ~start : start; i < sortedTargets.Length && sortedTargets[i] <= Math.Max(from, to) + 1e-15 * Math.Abs(to); i++)
            {
                var anchor = factor * sortedTargets[i] + offset;
                if (anchor >= low && anchor <= high && domain.Contains(anchor))
                {
                    yield return anchor;
                    break;
                }
            }
        }
    }

    /// <summary>Maps from a target to the prediction at which its term has a kink: factor * target + offset.</summary>
    private IEnumerable<(double Factor, double Offset)> Maps
    {
        get
        {
            // The target itself, where symmetric losses have their minimum.
            yield return (1, 0);
            foreach (var kink in kinks)
            {
                var at = kink.At.Value;
                switch (kink.Place)
                {
                    case KinkPlace.Residual:
                        yield return (1, at);
                        if (kink.OnBothSides)
                        {
                            yield return (1, -at);
                        }

                        break;
                    case KinkPlace.Ratio:
                        yield return (at, 0);
                        break;
                    case KinkPlace.Margin:
                        // Targets are -1 and +1, so the place in the margin is that of the prediction up to its sign.
                        yield return (at, 0);
                        break;
                    default:
                        yield return (0, at);
                        if (kink.OnBothSides)
                        {
                            yield return (0, -at);
                        }

                        break;
                }
            }
        }
    }

    /// <summary>The places evaluated first: targets, kinks, and steps beyond them to the ends of the domain.</summary>
    private double[] Candidates(double centre)
    {
        var points = new SortedSet<double> { centre, 0 };
        var targets = Thinned(convex ? 5 : CandidatesOfMany);
        foreach (var (factor, offset) in convex ? Maps.Take(1) : Maps)
        {
            points.UnionWith(targets.Select(t => factor * t + offset));
        }

        if (!convex)
        {
            // Valleys may be between targets.
            var sorted = points.ToArray();
            points.UnionWith(sorted.Zip(sorted.Skip(1), (a, b) => a + (b - a) / 2));
        }

        double[] origins = sortedTargets.Length == 0 ? [0] : [sortedTargets[0], sortedTargets[^1], 0];
        foreach (var reach in Reaches)
        {
            // Small samples step in units of 1, others in units of their range too.
            foreach (var step in new[] { reach, reach * Scale }.Where(double.IsFinite))
            {
                points.UnionWith(origins.SelectMany(o => new[] { o - step, o + step }));
            }
        }

        foreach (var end in new[] { domain.Low, domain.High }.Where(double.IsFinite))
        {
            var inward = end == domain.Low ? 1 : -1;
            points.Add(end);
            points.UnionWith(Inward.Select(s => end + inward * s));
        }

        return [.. points.Where(p => double.IsFinite(p) && domain.Contains(p)).Select(p => p == 0 ? 0 : p).Distinct()];
    }

    private IEnumerable<double> Thinned(int most)
    {
        if (sortedTargets.Length <= most)
        {
            return sortedTargets;
        }

        return Enumerable.Range(0, most).Select(i => sortedTargets[(int)((long)i * (sortedTargets.Length - 1) / (most - 1))]);
    }
}
