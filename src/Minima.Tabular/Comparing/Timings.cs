namespace Minima.Tabular;

/// <summary>The durations in seconds: all that differs from run to run.</summary>
/// <param name="Read">Reading the table.</param>
/// <param name="Compare">Training and judging.</param>
/// <param name="Total">Both.</param>
/// <param name="Losses">The trainings of each loss, over all folds; losses are trained in parallel.</param>
public sealed record Timings(double Read, double Compare, double Total, IReadOnlyList<(string Loss, double Seconds)> Losses);
