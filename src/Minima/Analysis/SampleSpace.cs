namespace Minima.Analysis;

/// <summary>The points at which Minima evaluates a loss: targets and predictions inside the domains, dense around the places where formulas change, sparse towards the extremes.</summary>
internal static class SampleSpace
{
    private static readonly double[] RealTargets = [0, 1, -1, 0.3, -0.3, 2.5, -2.5, 12, -12, 1000, -1000];

    private static readonly double[] StepsFromEnds = [1e-6, 1e-9, 1e-12];

    /// <summary>Targets of ordinary size.</summary>
    public static double[] Targets(PointFunction function) =>
        function.Target < 0 ? [0] : OfDomain(function.DomainOf(function.Target), RealTargets);

    /// <summary>Extremely small and large targets, for statements about all targets.</summary>
    public static double[] ExtremeTargets(PointFunction function) =>
        function.Target < 0 ? [] :
        [
            .. OfDomain(function.DomainOf(function.Target), [1e-3, -1e-3, 1e-6, -1e-6, 1e6, -1e6, 1e9, -1e9]),
            .. NearEnds(function.DomainOf(function.Target)),
        ];

    /// <summary>
    /// Sorted predictions inside the domain: <paramref name="centres"/>, 0 and the ends of the domain, and steps away from each of them that
    /// grow geometrically from 1e-6 to <paramref name="reach"/>.
    /// </summary>
    public static double[] Predictions(Domain domain, IEnumerable<double> centres, double reach, int stepsPerDecade = 4, double nearest = 1e-6)
    {
        var all = centres.Append(0).Append(1).Append(-1).Append(domain.Low).Append(domain.High).Where(double.IsFinite).Distinct().ToArray();
        var points = new SortedSet<double>(all);
        var decades = (int)Math.Round(Math.Log10(reach / nearest));
        for (var k = 0; k <= decades * stepsPerDecade; k++)
        {
            var step = nearest * Math.Pow(10, (double)k / stepsPerDecade);
            foreach (var centre in all)
            {
                points.Add(centre + step);
                points.Add(centre - step);
            }
        }

        return [.. points.Where(domain.Contains).Select(p => p == 0 ? 0 : p).Distinct()];
    }

    /// <summary>Numbers at which formulas often change: the parameters, and the numbers that the formula itself spells out.</summary>
    public static IEnumerable<double> Corners(Setting setting) =>
        setting.Numbers.Concat(setting.Constants).Where(n => double.IsFinite(n) && n != 0).SelectMany(n => new[] { n, -n }).Distinct();

    private static IEnumerable<double> NearEnds(Domain domain) => domain.Kind != DomainKind.Interval ? [] : StepsFromEnds
        .SelectMany(step => new[] { domain.Low + step, domain.High - step })
        .Where(x => double.IsFinite(x) && domain.Contains(x));

    private static double[] OfDomain(Domain domain, double[] real)
    {
        if (domain.Kind == DomainKind.Labels)
        {
            return [domain.Low, domain.High];
        }

        if (double.IsFinite(domain.Low) && double.IsFinite(domain.High))
        {
            var width = domain.High - domain.Low;
            return [.. new[] { 0, 1, 0.5, 0.3, 0.9, 0.01, 0.999 }.Select(u => domain.Low + u * width).Where(domain.Contains)];
        }

        var origin = double.IsFinite(domain.Low) ? domain.Low : double.IsFinite(domain.High) ? domain.High : 0;
        return [.. real.Concat(real.Select(t => origin + t)).Where(domain.Contains).Distinct()];
    }
}
