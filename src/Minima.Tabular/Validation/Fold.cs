namespace Minima.Tabular;

/// <summary>One split of the rows: train on the one part, measure on the other. Both are in ascending order.</summary>
internal sealed record Fold(int[] Train, int[] Test);
