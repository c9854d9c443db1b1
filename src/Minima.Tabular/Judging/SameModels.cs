namespace Minima.Tabular;

/// <summary>
/// Finds losses that train to the same model in every fold: they differ by a factor, or by a name. They count as one try and share
/// one line.
/// </summary>
internal static class SameModels
{
    /// <summary>Relative to the largest weight of a fold; features are standardised, so predictions differ by no more.</summary>
    private const double Tolerance = 1e-9;

    /// <summary>Numbers rows by model: the same model, the same number.</summary>
    /// <param name="rows">The default and the losses.</param>
    /// <param name="models">For each row the trained model of each fold.</param>
    public static void Mark(List<ComparisonRow> rows, IReadOnlyList<IReadOnlyList<double[]>> models)
    {
        var next = 1;
        for (var i = 0; i < rows.Count; i++)
        {
            if (rows[i].Failed || rows[i].Model > 0) continue;
            for (var j = i + 1; j < rows.Count; j++)
            {
                if (rows[j].Model > 0 || !AreSame(rows[i], rows[j]) || !AreSame(models[i], models[j])) continue;
                rows[i] = rows[i] with { Model = next };
                rows[j] = rows[j] with { Model = next };
            }

            if (rows[i].Model > 0) next++;
        }
    }

    /// <summary>
    /// Puts the rows of a model together, at the place of the first. The default represents the others, else the row with the shortest name, which is
    /// the plainest.
    /// </summary>
    public static IReadOnlyList<ComparisonRow> Together(ComparisonRow control, IReadOnlyList<ComparisonRow> others)
    {
        var seen = new HashSet<int>();
        var ordered = new List<ComparisonRow>();
        foreach (var row in others)
        {
            if (row.Model == 0) ordered.Add(row);
            else if (seen.Add(row.Model))
            {
                var same = others.Where(other => other.Model == row.Model).OrderBy(other => other.Name.Length).ThenBy(other => other.Name, StringComparer.Ordinal);
                ordered.AddRange(same.Select((twin, k) => twin with { IsTwin = k > 0 || twin.Model == control.Model }));
            }
        }

        return ordered;
    }

    /// <summary>The same metrics in every fold: the same model may be read in several ways.</summary>
    private static bool AreSame(ComparisonRow one, ComparisonRow other) =>
        !other.Failed && one.AsClasses == other.AsClasses && one.Metrics.Zip(other.Metrics).All(pair =>
            pair.First.ByFold.Zip(pair.Second.ByFold).All(values => values.First is { } a && values.Second is { } b
                ? Math.Abs(a - b) <= Tolerance * Math.Max(1, Math.Abs(a))
                : values.First is null && values.Second is null));

    private static bool AreSame(IReadOnlyList<double[]> one, IReadOnlyList<double[]> other) => one.Zip(other).All(fold =>
    {
        if (fold.First.Length != fold.Second.Length) return false;
        var largest = fold.First.Max(Math.Abs);
        return fold.First.Zip(fold.Second).All(weights => Math.Abs(weights.First - weights.Second) <= Tolerance * largest);
    });
}
