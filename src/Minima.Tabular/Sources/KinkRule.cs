namespace Minima.Tabular;

/// <summary>
/// Where the slope of a loss jumps upwards, and by how much, for every target: at the prediction <c>Intercept + Slope target</c>, by <c>Jump + JumpSlope target</c>. The loss holds the term of half the jump times the
/// distance of the prediction from there.
/// </summary>
/// <param name="Intercept">Of the place.</param>
/// <param name="Slope">Of the place.</param>
/// <param name="Jump">The jump where the target is 0.</param>
/// <param name="JumpSlope">What the jump grows by with the target.</param>
internal readonly record struct KinkRule(double Intercept, double Slope, double Jump, double JumpSlope)
{
    private const double Tolerance = 1e-6;

    /// <summary>The rules that the kinks of some rows follow; null where they follow none.</summary>
    /// <param name="shape">The kinks of each row; their jumps are shares of a mean.</param>
    /// <param name="targets">The targets of the rows.</param>
    public static IReadOnlyList<KinkRule>? Of(LossShape shape, double[] targets)
    {
        var rows = shape.Kinks.Items.GroupBy(kink => kink.Row).ToDictionary(group => group.Key, group => group.OrderBy(kink => kink.At).ToArray());
        if (rows.Count < targets.Length || targets.Length < 2 || rows.Values.Any(kinks => kinks.Length != rows[0].Length)) return null;
        var rules = new List<KinkRule>();
        for (var k = 0; k < rows[0].Length; k++)
        {
            var place = k;
            var at = Line(targets, row => rows[row][place].At);
            var jump = Line(targets, row => rows[row][place].Jump * targets.Length);
            if (at is null || jump is null) return null;
            rules.Add(new(at.Value.Intercept, at.Value.Slope, jump.Value.Intercept, jump.Value.Slope));
        }

        return rules;
    }

    /// <summary>The mean of the largest error that a widened kink makes in a row, for a width of 1.</summary>
    /// <param name="mean">The mean of the target.</param>
    public double ErrorAt(double mean) => 0.5 * (Jump + (JumpSlope * mean));

    /// <summary>The line through the first and the last row, if all lie on it.</summary>
    private static (double Intercept, double Slope)? Line(double[] targets, Func<int, double> value)
    {
        var (first, last) = (0, targets.Length - 1);
        var slope = (value(last) - value(first)) / (targets[last] - targets[first]);
        if (Math.Abs(slope) < Tolerance) slope = 0;
        else if (Math.Abs(slope - Math.Round(slope)) < Tolerance) slope = Math.Round(slope);
        var intercept = value(first) - (slope * targets[first]);
        var size = Math.Max(1, Enumerable.Range(0, targets.Length).Max(row => Math.Abs(value(row))));
        if (Math.Abs(intercept) < Tolerance * 1e-3 * size) intercept = 0;
        return Enumerable.Range(0, targets.Length).All(row => Math.Abs(intercept + (slope * targets[row]) - value(row)) <= Tolerance * size) ? (intercept, slope) : null;
    }
}

/// <summary>Kinks that are rounded off: a distance <c>|d|</c> from one becomes the root of <c>d^2 + Width^2</c>, which is above it by at most the width, and has a curvature.</summary>
/// <param name="Rules">Where they are.</param>
/// <param name="Width">How far from them the loss is another one.</param>
internal sealed record WidenedKinks(IReadOnlyList<KinkRule> Rules, double Width);
