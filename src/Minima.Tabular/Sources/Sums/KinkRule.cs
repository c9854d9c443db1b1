namespace Minima.Tabular;

/// <summary>
/// A rule for a kink at which the derivative of a loss jumps upwards, for every target: at the prediction <c>Intercept + Slope target</c>. The loss contains half the jump times the distance of the
/// prediction from the kink.
/// </summary>
/// <param name="Intercept">The intercept of the kink's position.</param>
/// <param name="Slope">The slope of the kink's position in the target.</param>
/// <param name="Jump">The jump of the derivative; null if it is not linear in the target, and is computed in each row from the derivatives on both sides of the kink.</param>
internal readonly record struct KinkRule(double Intercept, double Slope, TargetLine? Jump)
{
    private const double Tolerance = 1e-6;

    /// <summary>The rules that the kinks of some rows follow; null if they follow none.</summary>
    /// <param name="shape">The kinks of each row; their jumps are terms of a mean.</param>
    /// <param name="targets">The targets of the rows.</param>
    public static IReadOnlyList<KinkRule>? Of(LossShape shape, double[] targets)
    {
        var rows = shape.Kinks.Items.GroupBy(kink => kink.Row).ToDictionary(group => group.Key, group => group.OrderBy(kink => kink.At).ToArray());
        if (rows.Count < targets.Length || targets.Length < 2) return null;
        var places = InOrder(rows, targets) ?? Crossing(rows, targets);
        if (places is null) return null;
        var rules = places.ConvertAll(place => new KinkRule(place.Intercept, place.Slope, JumpAt(place, places, rows, targets)));

        // If several kinks coincide, a jump computed from the derivatives is that of all of them.
        var (low, high) = (targets.Min(), targets.Max());
        return rules.Exists(rule => rule.Jump is null) && places.Exists(one => places.Exists(other => one != other && (one.At(low) - other.At(low)) * (one.At(high) - other.At(high)) <= 0)) ? null : rules;
    }

    /// <summary>The lines through the kinks of all rows, in ascending order.</summary>
    private static List<TargetLine>? InOrder(Dictionary<int, Kink[]> rows, double[] targets)
    {
        if (rows.Values.Any(kinks => kinks.Length != rows[0].Length)) return null;
        var lines = Enumerable.Range(0, rows[0].Length).Select(place => Line(targets, [.. Enumerable.Range(0, targets.Length)], row => rows[row][place].At)).ToArray();
        return Array.TrueForAll(lines, line => line is not null) ? [.. lines.Select(line => line!.Value)] : null;
    }

    /// <summary>The lines through a kink of the first row and one of the last on which every row has a kink, if all kinks lie on them.</summary>
    private static List<TargetLine>? Crossing(Dictionary<int, Kink[]> rows, double[] targets)
    {
        var lines = new List<TargetLine>();
        foreach (var first in rows[0])
        {
            foreach (var last in rows[targets.Length - 1])
            {
                if (Line(targets, [0, targets.Length - 1], row => row == 0 ? first.At : last.At) is { } line && rows.All(row => row.Value.Any(kink => IsOn(line, kink, targets)))) lines.Add(line);
            }
        }

        return lines.Count <= rows.Values.Max(kinks => kinks.Length) && rows.Values.All(kinks => kinks.All(kink => lines.Exists(line => IsOn(line, kink, targets)))) ? lines : null;
    }

    private static bool IsOn(TargetLine line, Kink kink, double[] targets) => Math.Abs(line.At(targets[kink.Row]) - kink.At) <= Tolerance * Math.Max(1, Math.Abs(kink.At));

    /// <summary>The jump at a kink, if it is linear in the target. Rows in which another kink coincides are skipped.</summary>
    private static TargetLine? JumpAt(TargetLine place, List<TargetLine> places, Dictionary<int, Kink[]> rows, double[] targets)
    {
        int[] alone = [.. rows.Keys.Order().Where(row => places.Count(other => Math.Abs(other.At(targets[row]) - place.At(targets[row])) <= Tolerance * Math.Max(1, Math.Abs(place.At(targets[row])))) == 1)];
        return alone.Length < 2 ? null : Line(targets, alone, row => rows[row].First(kink => IsOn(place, kink, targets)).Jump * targets.Length);
    }

    /// <summary>Half of the mean jump of all kinks; null if a jump is not linear in the target.</summary>
    /// <param name="rules">The kinks.</param>
    /// <param name="mean">The mean of the target.</param>
    public static double? HalfJumps(IReadOnlyList<KinkRule> rules, double mean) => rules.Any(rule => rule.Jump is null) ? null : rules.Sum(rule => 0.5 * rule.Jump!.Value.At(mean));

    /// <summary>The line through the first and the last of some rows, if all of them lie on it.</summary>
    private static TargetLine? Line(double[] targets, int[] rows, Func<int, double> value)
    {
        var (first, last) = (rows[0], rows[^1]);
        var slope = (value(last) - value(first)) / (targets[last] - targets[first]);
        if (Math.Abs(slope) < Tolerance) slope = 0;
        else if (Math.Abs(slope - Math.Round(slope)) < Tolerance) slope = Math.Round(slope);
        var intercept = value(first) - (slope * targets[first]);
        var size = Math.Max(1, rows.Max(row => Math.Abs(value(row))));
        if (Math.Abs(intercept) < Tolerance * 1e-3 * size) intercept = 0;
        return Array.TrueForAll(rows, row => Math.Abs(intercept + (slope * targets[row]) - value(row)) <= Tolerance * size) ? new(intercept, slope) : null;
    }
}

/// <summary>A linear function of the target.</summary>
/// <param name="Intercept">The value at a target of 0.</param>
/// <param name="Slope">The slope in the target.</param>
internal readonly record struct TargetLine(double Intercept, double Slope)
{
    public double At(double target) => Intercept + (Slope * target);
}

/// <summary>Smoothed kinks: a distance <c>|d|</c> from one becomes the root of <c>d^2 + Width^2</c>, which exceeds it by at most the width, and has a curvature.</summary>
/// <param name="Rules">The rules of the kinks.</param>
/// <param name="Width">The distance from the kinks within which the loss is changed.</param>
/// <param name="Reach">The scale of distances from them.</param>
internal sealed record WidenedKinks(IReadOnlyList<KinkRule> Rules, double Width, double Reach)
{
    /// <summary>
    /// The distance from a kink at which the derivatives on both sides are computed, relative to its position and to the reach: far above rounding errors, and too small for another kink.
    /// </summary>
    public const double Aside = 1e-12;

    /// <summary>The jump of some kink is computed in each row.</summary>
    public bool ReadsJumps => Rules.Any(rule => rule.Jump is null);
}
