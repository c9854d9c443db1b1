namespace Minima.Tabular;

/// <summary>The progress of reading a table.</summary>
/// <param name="Read">The bytes of its files that are read.</param>
/// <param name="All">The bytes of all its files.</param>
public readonly record struct ReadProgress(long Read, long All);
