namespace Minima.Tabular;

/// <summary>A row of a stream: the columns by name, in the order of the first row.</summary>
/// <param name="Line">Where it stood, from 1.</param>
/// <param name="Values">The numbers, the target among them.</param>
internal readonly record struct StreamRow(long Line, double[] Values);
