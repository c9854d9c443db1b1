namespace Minima.Tabular;

/// <summary>A point of a curve of the chosen metric: over training rows (learning curve) or over the share of spoilt training targets.</summary>
/// <param name="X">Training rows, averaged over folds; or a share from 0 to 1.</param>
/// <param name="Value">The metric on held-out rows, averaged over folds; null where it is not defined.</param>
/// <param name="ByFold">The same for each fold of the first repeat.</param>
public sealed record CurvePoint(double X, double? Value, IReadOnlyList<double?> ByFold);
