namespace Minima.Tabular;

/// <summary>The progress of a fit.</summary>
/// <param name="Iteration">Steps that are done.</param>
/// <param name="Remaining">The distance to the optimum, in the measure of the solver at work; it falls to 0.</param>
public readonly record struct FitProgress(int Iteration, double Remaining);
