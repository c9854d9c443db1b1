namespace Minima.Tabular;

/// <summary>How long things took, in seconds: all that differs from run to run.</summary>
/// <param name="Read">To read the table.</param>
/// <param name="Compare">To train and judge.</param>
/// <param name="Total">Both.</param>
/// <param name="Losses">The trainings of each loss, over all folds; losses are trained side by side.</param>
public sealed record Timings(double Read, double Compare, double Total, IReadOnlyList<(string Loss, double Seconds)> Losses);
