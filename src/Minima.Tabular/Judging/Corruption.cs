namespace Minima.Tabular;

/// <summary>The kinds of corruption of training targets (<c>--corrupt</c>).</summary>
public enum CorruptionKind
{
    /// <summary>Numbers are moved away by many robust standard deviations, to either side.</summary>
    Outliers,

    /// <summary>Classes are replaced by another one.</summary>
    Labels,
}

/// <summary>Deliberate corruption of training targets, never of test targets.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Share">The highest proportion of training rows, above 0 and at most a half.</param>
public sealed record Corruption(CorruptionKind Kind, double Share)
{
    /// <summary>The proportions at which losses are compared; 0 is the comparison itself.</summary>
    public IReadOnlyList<double> Levels => [0, Share / 4, Share / 2, Share];

    public override string ToString() => FormattableString.Invariant($"{(Kind == CorruptionKind.Labels ? "labels" : "outliers")}={Share * 100}%");
}
