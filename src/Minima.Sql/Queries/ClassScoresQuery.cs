namespace Minima.Sql;

/// <summary>The scores of classes by a linear model as columns: <c>minima_s0</c> and so on, <c>minima_top</c> for the largest, and <c>minima_r0</c> and so on for each minus the largest, whose exponentials never overflow.</summary>
internal static class ClassScoresQuery
{
    /// <summary>The column of the largest score.</summary>
    public const string Top = "minima_top";

    /// <summary>A query that adds all these columns to rows.</summary>
    /// <param name="rows">The rows with their features, as a query.</param>
    /// <param name="weights">The coefficients of each class.</param>
    /// <param name="intercepts">The intercept of each class.</param>
    /// <param name="fence">The end of a derived table.</param>
    public static string Of(string rows, IReadOnlyList<double[]> weights, IReadOnlyList<double> intercepts, string fence)
    {
        var largest = $"SELECT *, greatest({string.Join(", ", weights.Select((_, k) => Score(k)))}) AS {Top} FROM ({Scores(rows, weights, intercepts, fence)}) AS minima_scored{fence}";
        return $"SELECT *, {string.Join(", ", weights.Select((_, k) => $"{Score(k)} - {Top} AS {Below(k)}"))} FROM ({largest}) AS minima_topped{fence}";
    }

    /// <summary>A query that adds the scores alone.</summary>
    /// <inheritdoc cref="Of"/>
    public static string Scores(string rows, IReadOnlyList<double[]> weights, IReadOnlyList<double> intercepts, string fence) =>
        $"SELECT *, {string.Join(", ", weights.Select((row, k) => $"{PredictionQuery.Linear(row, intercepts[k])} AS {Score(k)}"))} FROM ({rows}) AS minima_design{fence}";

    /// <summary>The value that belongs to the class with the largest score, from one for each class; on a tie, that of the first class.</summary>
    public static string OfLargest(IReadOnlyList<string> values) => $"CASE {string.Concat(values.SkipLast(1).Select((value, k) => $"WHEN {Score(k)} = {Top} THEN {value} "))}ELSE {values[^1]} END";

    /// <summary>The column of a class's score.</summary>
    public static string Score(int index) => FormattableString.Invariant($"minima_s{index}");

    /// <summary>The column of a class's score minus the largest.</summary>
    public static string Below(int index) => FormattableString.Invariant($"minima_r{index}");
}
