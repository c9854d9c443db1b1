namespace Minima.Tabular;

/// <summary>A round of boosting is over; before the first one the memory is stated.</summary>
/// <param name="Round">Which, from 1; 0 before the first.</param>
/// <param name="HeldOutLoss">The mean loss of the rows that are held out; null where none is.</param>
/// <param name="Bytes">The memory beside the table, at most.</param>
public readonly record struct BoostedTreesProgress(int Round, double? HeldOutLoss, long Bytes);
