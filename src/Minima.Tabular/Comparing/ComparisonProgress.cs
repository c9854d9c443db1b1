namespace Minima.Tabular;

/// <summary>The progress of a comparison.</summary>
/// <param name="Done">Trainings that are done.</param>
/// <param name="Total">All trainings.</param>
/// <param name="Loss">The loss of the last one; empty before the first.</param>
public readonly record struct ComparisonProgress(int Done, int Total, string Loss);
