namespace Minima.Analysis;

/// <summary>A place on the drawn section of a row loss at which its derivative with respect to the first score jumps.</summary>
/// <param name="At">The prediction of the first class.</param>
/// <param name="TargetOfFirst">1 if the first class is the label (or its target is 1), otherwise 0; a score if targets are scores.</param>
/// <param name="Before">The derivative just below.</param>
/// <param name="After">The derivative just above.</param>
/// <param name="Taken">The derivative that the gradient uses at the place itself.</param>
public sealed record RowKink(double At, double TargetOfFirst, double Before, double After, double Taken);
