namespace Minima.Trees;

/// <summary>The result of a finished round.</summary>
/// <param name="Round">The number of the round, from 1.</param>
/// <param name="HeldOutLoss">The mean loss of the held-out rows; null if there are none.</param>
public readonly record struct BoostProgress(int Round, double? HeldOutLoss);
