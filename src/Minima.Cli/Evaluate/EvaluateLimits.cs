namespace Minima.Cli.Evaluate;

/// <summary>What one request may take.</summary>
/// <param name="Time">From the line's first byte to its answer's first.</param>
/// <param name="Bytes">Memory for its numbers and for what is computed of them.</param>
internal readonly record struct EvaluateLimits(TimeSpan Time, long Bytes)
{
    /// <summary>Unless the command line says otherwise.</summary>
    public static EvaluateLimits Usual => new(TimeSpan.FromSeconds(10), 4L << 30);
}
