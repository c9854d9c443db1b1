using Minima.Writers;

namespace Minima.Sql;

/// <summary>The readings of a loss with smoothed kinks.</summary>
internal static class KinkQuery
{
    /// <summary>
    /// Adds to value, derivative and second derivative: half of the jump of each kink times the excess of the root of d^2 + w^2 over |d|. With s for the root these are w^2 / (s + |d|), -sign(d) times it over s, and
    /// w^2 / s^3, which avoids differences of large numbers.
    /// </summary>
    /// <param name="readings">A query with the prediction, the target and the three readings.</param>
    /// <param name="prediction">The column of the prediction.</param>
    /// <param name="kinks">The kinks, where the derivative jumps.</param>
    /// <param name="fence">The end of a derived table.</param>
    public static string Widened(string readings, string prediction, WidenedKinks kinks, string fence)
    {
        var width = SqlText.Number(kinks.Width);
        var rules = kinks.Rules;
        var distances = string.Join(", ", rules.Select((rule, k) => $"{prediction} - ({Line(rule.Intercept, rule.Slope)}) AS {Distance(k)}"));
        var roots = string.Join(", ", rules.Select((_, k) => $"sqrt({Distance(k)} * {Distance(k)} + {width} * {width}) AS {Root(k)}"));
        var beyond = string.Join(", ", rules.Select((_, k) => $"{width} * ({width} / ({Root(k)} + abs({Distance(k)}))) AS {Beyond(k)}"));
        var inner = $"SELECT *, {beyond} FROM (SELECT *, {roots} FROM (SELECT *, {distances} FROM ({readings}) AS minima_read{fence}) AS minima_far{fence}) AS minima_rooted{fence}";
        var value = Sum((_, k) => Beyond(k));
        var slope = Sum((_, k) => $"CASE WHEN {Distance(k)} > 0.0 THEN -({Beyond(k)} / {Root(k)}) WHEN {Distance(k)} < 0.0 THEN {Beyond(k)} / {Root(k)} ELSE 0.0 END");
        var curvature = Sum((_, k) => $"({width} / {Root(k)}) * ({width} / {Root(k)}) / {Root(k)}");
        return $"SELECT *, minima_value + {value} AS {Rounded("minima_value")}, minima_derivative + {slope} AS {Rounded("minima_derivative")}, minima_second_derivative + {curvature} AS {Rounded("minima_second_derivative")} FROM ({inner}) AS minima_widened";

        string Sum(Func<KinkRule, int, string> term) => string.Join(" + ", rules.Select((rule, k) => $"{Half(rule, k)} * ({term(rule, k)})"));
    }

    /// <summary>A design with the jumps that depend on the row: the difference of the derivatives on the two sides of a kink.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="kinks">The kinks, where its derivative jumps.</param>
    /// <param name="design">The rows, as a query.</param>
    /// <param name="columns">The columns of the design.</param>
    /// <param name="shard">The shard with the rows.</param>
    public static string WithJumps(Loss loss, WidenedKinks kinks, string design, IReadOnlyList<string> columns, SqlShard shard)
    {
        string[] kept = [.. columns];
        for (var k = 0; k < kinks.Rules.Count; k++)
        {
            var rule = kinks.Rules[k];
            if (rule.Jump is not null) continue;
            design = WithSlope("-", $"minima_derivative AS {SlopeBelow(k)}");
            kept = [.. kept, SlopeBelow(k)];
            design = WithSlope("+", $"minima_derivative - {SlopeBelow(k)} AS {Jump(k)}");
            kept[^1] = Jump(k);

            string WithSlope(string side, string more)
            {
                var place = $"({Line(rule.Intercept, rule.Slope)})";
                var beside = $"{place} {side} {SqlText.Number(WidenedKinks.Aside)} * (abs{place} + {SqlText.Number(kinks.Reach)})";
                var rows = FormulaWriter.WriteQuery(loss, $"(SELECT *, {DesignQuery.Inputs(loss, beside)} FROM ({design}) AS minima_design{shard.Fence}) AS minima_rows", shard.Engine);
                return $"SELECT {string.Join(", ", kept)}, {more} FROM ({rows}) AS minima_read{shard.Fence}";
            }
        }

        return design;
    }

    /// <summary>Half of the sum of the jumps of all kinks in a row.</summary>
    public static string Halves(WidenedKinks kinks) => string.Join(" + ", kinks.Rules.Select(Half));

    private static string Half(KinkRule rule, int kink) => $"0.5 * ({(rule.Jump is { } jump ? Line(jump.Intercept, jump.Slope) : Jump(kink))})";

    private static string Jump(int kink) => FormattableString.Invariant($"minima_j{kink}");

    private static string SlopeBelow(int kink) => FormattableString.Invariant($"minima_below{kink}");

    /// <summary>Moves a prediction that is exactly on a kink by its last digit: on the kink the derivative is a convention, beside it that of one side.</summary>
    public static string Beside(string prediction, WidenedKinks kinks)
    {
        var isOnKink = string.Join(" OR ", kinks.Rules.Select(rule => $"{prediction} = {Line(rule.Intercept, rule.Slope)}"));
        return $"CASE WHEN {isOnKink} THEN {prediction} + (abs({prediction}) * {SqlText.Number(2.5e-16)} + {SqlText.Number(1e-300)}) ELSE {prediction} END";
    }

    /// <summary>The column of a reading with smoothed kinks.</summary>
    public static string Rounded(string reading) => reading + "_rounded";

    private static string Line(double intercept, double slope) => slope == 0 ? SqlText.Number(intercept) : $"{SqlText.Number(intercept)} + {SqlText.Number(slope)} * {DesignQuery.Target}";

    private static string Distance(int kink) => FormattableString.Invariant($"minima_d{kink}");

    private static string Root(int kink) => FormattableString.Invariant($"minima_s{kink}");

    private static string Beyond(int kink) => FormattableString.Invariant($"minima_b{kink}");
}
