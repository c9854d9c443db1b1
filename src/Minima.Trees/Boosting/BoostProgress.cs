namespace Minima.Trees;

/// <summary>A round is over.</summary>
/// <param name="Round">Which, from 1.</param>
/// <param name="HeldOutLoss">The mean loss of the rows that are held out; null where none is.</param>
public readonly record struct BoostProgress(int Round, double? HeldOutLoss);
