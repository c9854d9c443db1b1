namespace Minima.Analysis;

/// <summary>Finds the jumps of a derivative along a line. Between two points with different derivatives, it bisects towards the larger difference until only a jump, or nothing, is left.</summary>
internal static class RowKinkFinder
{
    private const int Points = 240;
    private const int Halvings = 44;
    private const double Negligible = 1e-6;

    /// <summary>The kinks of a section; its ends do not count.</summary>
    public static IReadOnlyList<RowKink> Find(RowFunction function, RowSection section)
    {
        var kinks = new List<RowKink>();
        foreach (var target in section.Targets)
        {
            var row = function.TakesLabels ? new RowTarget(target == 1 || section.Others.Count == 0 ? 0 : 1, []) : new RowTarget(-1, section.TargetAt(target));
            double Slope(double x) => function.Slope([x, .. section.Others], row, 0);

            // Points at no round number, so that a kink is between two of them; not nearer to an end than a step.
            var step = (section.To - section.From) / Points;
            foreach (var at in Jumps(Slope, [.. Enumerable.Range(1, Points - 1).Select(i => section.From + step * (i + 0.013))]))
            {
                var place = Math.Round(at, 9) is var round && Math.Abs(round - at) < 1e-9 ? round : at;
                kinks.Add(new RowKink(place == 0 ? 0 : place, target, Slope(place - 1e-7), Slope(place + 1e-7), Slope(place)));
            }
        }

        return kinks;
    }

    /// <summary>The places between ascending points at which a derivative jumps.</summary>
    public static IEnumerable<double> Jumps(Func<double, double> slope, double[] points)
    {
        var slopes = Array.ConvertAll(points, p => slope(p));
        var size = Math.Max(1e-300, slopes.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max());
        for (var i = 1; i < points.Length; i++)
        {
            var (low, high, below, above) = (points[i - 1], points[i], slopes[i - 1], slopes[i]);
            for (var n = 0; n < Halvings && Math.Abs(above - below) > Negligible * size; n++)
            {
                var middle = (low + high) / 2;
                var at = slope(middle);
                (low, high, below, above) = Math.Abs(at - below) > Math.Abs(above - at) ? (low, middle, below, at) : (middle, high, at, above);
            }

            if (Math.Abs(above - below) > Negligible * size)
            {
                yield return (low + high) / 2;
            }
        }
    }
}
