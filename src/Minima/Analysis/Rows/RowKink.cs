namespace Minima.Analysis;

/// <summary>A place on the drawn section of a row loss where its slope with respect to the first score jumps.</summary>
/// <param name="At">The prediction of the first class.</param>
/// <param name="TargetOfFirst">1 where the first class is the label (or its target is 1), 0 where it is not; a score where targets are scores.</param>
/// <param name="Before">The slope just below.</param>
/// <param name="After">The slope just above.</param>
/// <param name="Taken">The slope that the gradient takes at the place itself.</param>
public sealed record RowKink(double At, double TargetOfFirst, double Before, double After, double Taken);
