namespace Minima.Tabular;

/// <summary>A completed round of boosting; a report before the first one gives the memory.</summary>
/// <param name="Round">The round, from 1; 0 before the first.</param>
/// <param name="HeldOutLoss">The mean loss of the held-out rows; null if there are none.</param>
/// <param name="Bytes">The memory in addition to the table, at most.</param>
public readonly record struct BoostedTreesProgress(int Round, double? HeldOutLoss, long Bytes);
