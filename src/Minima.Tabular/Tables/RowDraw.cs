namespace Minima.Tabular;

/// <summary>The draw of rows from a table that is too large for memory.</summary>
/// <param name="Rows">The least number of rows if there is room, or null.</param>
/// <param name="Seed">The seed, which together with the number of rows determines the draw.</param>
internal sealed record RowDraw(int? Rows = null, ulong Seed = 1);
