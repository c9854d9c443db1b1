namespace Minima.Tabular;

/// <summary>A row of a stream.</summary>
/// <param name="Line">The line on which it stood, from 1; messages name it.</param>
/// <param name="Values">The numbers in the order of the columns, the target among them.</param>
public readonly record struct StreamRow(long Line, IReadOnlyList<double> Values);
