namespace Minima.Tabular;

/// <summary>The settings of boosted trees that inner folds chose.</summary>
/// <param name="Depth">Splits from the root to a leaf, at most.</param>
/// <param name="Rate">The share of a leaf's value that is taken.</param>
/// <param name="Rounds">Rounds.</param>
public sealed record TreeSetting(int Depth, double Rate, int Rounds);
