using Minima.Training;

namespace Minima.Cli.Terminal;

/// <summary>The time that work still takes at its pace.</summary>
internal static class TimeLeft
{
    /// <param name="spent">The time that was spent.</param>
    /// <param name="share">The share that is done, above 0.</param>
    public static string Of(TimeSpan spent, double share) =>
        Of(TimeSpan.FromSeconds(Math.Clamp(spent.TotalSeconds / Math.Max(share, 1e-9) * (1 - share), 1, 1e9)));

    /// <summary>A time that was estimated already.</summary>
    public static string Of(TimeSpan left) => DurationText.Of(left);
}
