namespace Minima.Tabular;

/// <summary>How long things took, in seconds: all that differs from run to run.</summary>
internal sealed record Timings(double Read, double Compare, double Total, IReadOnlyList<(string Loss, double Seconds)> Losses);
