namespace Minima.Tabular;

/// <summary>The progress of reading a table.</summary>
/// <param name="Read">The bytes of its files read so far; for a table in a database its rows.</param>
/// <param name="All">The bytes of all its files, or all rows.</param>
public readonly record struct ReadProgress(long Read, long All);
