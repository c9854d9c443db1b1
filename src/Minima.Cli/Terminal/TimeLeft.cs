using Minima.Training;

namespace Minima.Cli.Terminal;

/// <summary>The remaining time of work, estimated from its pace.</summary>
internal static class TimeLeft
{
    /// <param name="spent">The time spent.</param>
    /// <param name="share">The completed fraction, above 0.</param>
    public static string Of(TimeSpan spent, double share) =>
        Of(TimeSpan.FromSeconds(Math.Clamp(spent.TotalSeconds / Math.Max(share, 1e-9) * (1 - share), 1, 1e9)));

    /// <summary>The text of a time that is already estimated.</summary>
    public static string Of(TimeSpan left) => DurationText.Of(left);
}
