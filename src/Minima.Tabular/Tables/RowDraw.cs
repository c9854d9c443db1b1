namespace Minima.Tabular;

/// <summary>The draw of rows from a table that is too large to be kept.</summary>
/// <param name="Rows">At least so many if there is room, or null.</param>
/// <param name="Seed">Which ones are drawn is a function of this number and of the number of rows.</param>
internal sealed record RowDraw(int? Rows = null, ulong Seed = 1);
