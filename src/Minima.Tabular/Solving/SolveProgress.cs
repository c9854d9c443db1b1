namespace Minima.Tabular;

/// <summary>The work that is done so far.</summary>
/// <param name="Stage">What is being done.</param>
/// <param name="Done">The trainings that are done in this stage.</param>
/// <param name="Total">All trainings of this stage; 0 where it has none.</param>
public readonly record struct SolveProgress(SolveStage Stage, int Done, int Total);
