namespace Minima.Tabular;

/// <summary>What <c>--corrupt</c> spoils in the training targets.</summary>
public enum CorruptionKind
{
    /// <summary>Numbers are moved away by many robust standard deviations, to either side.</summary>
    Outliers,

    /// <summary>Classes are replaced by another one.</summary>
    Labels,
}

/// <summary>Training targets that are spoilt on purpose, never test targets.</summary>
/// <param name="Kind">How.</param>
/// <param name="Share">The highest share of training rows, above 0 and at most a half.</param>
public sealed record Corruption(CorruptionKind Kind, double Share)
{
    /// <summary>The shares at which losses are compared; 0 is the comparison itself.</summary>
    public IReadOnlyList<double> Levels => [0, Share / 4, Share / 2, Share];

    public override string ToString() => FormattableString.Invariant($"{(Kind == CorruptionKind.Labels ? "labels" : "outliers")}={Share * 100}%");
}
