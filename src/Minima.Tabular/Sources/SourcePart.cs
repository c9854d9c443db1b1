namespace Minima.Tabular;

/// <summary>Rows of a source that have a target: all of them, or those of a fold.</summary>
/// <param name="Target">The target; rows without it are left out.</param>
/// <param name="Fold">Which of these rows; null for all.</param>
internal sealed record SourcePart(SourceColumn Target, SourceFold? Fold);

/// <summary>
/// The rows of one fold by a hash of the seed and of some columns. Rows that are equal in these columns are never on both sides, and neither the order of rows nor the parts of a source matter.
/// </summary>
/// <param name="Columns">What is hashed: a column of groups, or all columns.</param>
/// <param name="Seed">Another seed deals the rows anew.</param>
/// <param name="Index">The fold, from 0 on.</param>
/// <param name="Count">How many folds there are.</param>
/// <param name="IsHeldOut">The rows that are held out; else all others.</param>
internal sealed record SourceFold(IReadOnlyList<string> Columns, ulong Seed, int Index, int Count, bool IsHeldOut);
