namespace Minima.Tabular;

/// <summary>Rows of a source that have a target: all of them, or those of a fold.</summary>
/// <param name="Target">The target; rows without it are left out.</param>
/// <param name="Fold">The fold of these rows; null for all.</param>
internal sealed record SourcePart(SourceColumn Target, SourceFold? Fold);

/// <summary>
/// The rows of one fold by a hash of the seed and of some columns. Rows that are equal in these columns are never on both sides, and neither the order of rows nor the parts of a source matter.
/// </summary>
/// <param name="Columns">The columns that are hashed: a column of groups, or all columns.</param>
/// <param name="Seed">The seed of the assignment of rows to folds.</param>
/// <param name="Index">The fold, from 0.</param>
/// <param name="Count">The number of folds.</param>
/// <param name="IsHeldOut">True for the held-out rows; else all others.</param>
internal sealed record SourceFold(IReadOnlyList<string> Columns, ulong Seed, int Index, int Count, bool IsHeldOut);
