namespace Minima.Tabular;

/// <summary>The settings of boosted trees that inner folds chose.</summary>
/// <param name="Depth">The largest number of splits from the root to a leaf.</param>
/// <param name="Rate">The learning rate: the proportion of a leaf's value that is added.</param>
/// <param name="Rounds">The number of rounds.</param>
public sealed record TreeSetting(int Depth, double Rate, int Rounds);
