using System.Collections.Immutable;

namespace Minima.Tabular;

/// <summary>Parameters that are counts of training rows: per class, per label, or of all. A loss declares them by their names.</summary>
internal static class TrainingCounts
{
    /// <summary>The counts that the loss needs and that are not given.</summary>
    /// <param name="request">The loss.</param>
    /// <param name="targets">One target of classes, or several labels.</param>
    /// <param name="asClasses">Grades as classes, or null.</param>
    /// <param name="rows">The rows to count.</param>
    public static Dictionary<string, object?> Of(LossSpec request, IReadOnlyList<TargetColumn> targets, TargetColumn? asClasses, int[] rows)
    {
        var counts = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var parameter in request.Entry.Parameters.Where(parameter => !request.Given.ContainsKey(parameter.Name) && request.Tuned?.Name != parameter.Name))
        {
            if (parameter.CountsRows) counts[parameter.Name] = (double)rows.Length;
            else if (parameter.CountsClasses && ClassesOf(targets, asClasses, rows) is { Length: > 0 } each) counts[parameter.Name] = each.ToImmutableArray();
        }

        return counts;
    }

    /// <summary>The same counts for other rows.</summary>
    public static Dictionary<string, object?> Again(IReadOnlyDictionary<string, object?> counts, IReadOnlyList<TargetColumn> targets, TargetColumn? asClasses, int[] rows) =>
        counts.ToDictionary(pair => pair.Key, pair => (object?)(pair.Value is double ? (double)rows.Length : ClassesOf(targets, asClasses, rows).ToImmutableArray()), StringComparer.Ordinal);

    /// <summary>The parameters of the request with the counts.</summary>
    public static IReadOnlyDictionary<string, object?> Filled(LossSpec request, IReadOnlyList<TargetColumn> targets, TargetColumn? asClasses, int[] rows) =>
        Of(request, targets, asClasses, rows) is { Count: > 0 } counts ? new Dictionary<string, object?>(request.Given.Concat(counts), StringComparer.Ordinal) : request.Given;

    /// <summary>The number of rows of each class or label, at least 1, because losses divide by it.</summary>
    private static double[] ClassesOf(IReadOnlyList<TargetColumn> targets, TargetColumn? asClasses, int[] rows)
    {
        if (targets.Count > 1) return targets[0].Kind != TargetKind.Binary ? [] : [.. targets.Select(label => Math.Max(1, rows.Sum(row => label.Values[row])))];
        var target = asClasses ?? targets[0];
        if (target.Classes.Count == 0) return [];
        var counts = new double[target.Classes.Count];
        foreach (var row in rows) counts[(int)target.Values[row]]++;
        return Array.ConvertAll(counts, count => Math.Max(1, count));
    }
}
