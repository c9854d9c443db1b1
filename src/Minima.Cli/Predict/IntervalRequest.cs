namespace Minima.Cli.Predict;

/// <summary>The intervals requested on the command line.</summary>
/// <param name="Model">The path of the model.</param>
/// <param name="Data">The path of the rows, or - for standard input.</param>
/// <param name="Share">The words of --interval, or null.</param>
/// <param name="Calibration">The path of rows with known targets, or null.</param>
/// <param name="Upper">The path of a model of an upper quantile, or null.</param>
/// <param name="HasOther">--scale link, --cost, --times or --rounds is given too.</param>
/// <param name="Json">JSON in place of CSV.</param>
internal sealed record IntervalRequest(string Model, string Data, string? Share, string? Calibration, string? Upper, bool HasOther, bool Json);
