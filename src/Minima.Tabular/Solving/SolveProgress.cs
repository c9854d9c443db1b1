namespace Minima.Tabular;

/// <summary>The completed part of the work.</summary>
/// <param name="Stage">The current stage.</param>
/// <param name="Done">The completed trainings of this stage.</param>
/// <param name="Total">All trainings of this stage; 0 if it has none.</param>
public readonly record struct SolveProgress(SolveStage Stage, int Done, int Total);
