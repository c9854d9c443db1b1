namespace Minima.Cli.Evaluate;

/// <summary>The limits on the time and memory of one request.</summary>
/// <param name="Time">The time from the line's first byte to its answer's first.</param>
/// <param name="Bytes">The memory for its numbers and for everything computed from them.</param>
internal readonly record struct EvaluateLimits(TimeSpan Time, long Bytes)
{
    /// <summary>The default limits.</summary>
    public static EvaluateLimits Usual => new(TimeSpan.FromSeconds(10), 4L << 30);
}
