namespace Minima.Tabular;

/// <summary>The progress of a comparison.</summary>
/// <param name="Done">The number of completed trainings.</param>
/// <param name="Total">The number of all trainings.</param>
/// <param name="Loss">The loss of the last one; empty before the first.</param>
public readonly record struct ComparisonProgress(int Done, int Total, string Loss);
