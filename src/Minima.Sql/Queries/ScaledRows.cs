namespace Minima.Sql;

/// <summary>The rows of a design, each feature between -1 and 1.</summary>
/// <param name="Design">The design, in whose units the powers of two are.</param>
/// <param name="Growth">The power of two that each feature was divided by beyond the unit that was asked for.</param>
/// <param name="Count">How many rows count.</param>
/// <param name="Weight">The sum of the weights.</param>
internal sealed record ScaledRows(SourceDesign Design, int[] Growth, long Count, double Weight);
