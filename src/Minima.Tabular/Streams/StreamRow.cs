namespace Minima.Tabular;

/// <summary>A row of a stream.</summary>
/// <param name="Line">The number of its line, from 1, for messages.</param>
/// <param name="Values">The numbers in the order of the columns, including the target.</param>
public readonly record struct StreamRow(long Line, IReadOnlyList<double> Values);
