namespace Minima.Sql;

/// <summary>The rows of a design, each feature between -1 and 1.</summary>
/// <param name="Design">The design, whose units include the powers of two.</param>
/// <param name="Growth">The power of two by which each feature was divided beyond the requested unit.</param>
/// <param name="Count">The number of rows that count.</param>
/// <param name="Weight">The sum of the weights.</param>
internal sealed record ScaledRows(SourceDesign Design, int[] Growth, long Count, double Weight);
