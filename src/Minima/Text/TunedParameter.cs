namespace Minima;

/// <summary>A parameter that is tuned between two values: on a logarithmic scale if both are above 0.</summary>
internal sealed record TunedParameter(string Name, double Low, double High)
{
    private bool IsLogarithmic => Low > 0;

    /// <summary>The value at a fraction of the way from low to high.</summary>
    public double At(double share) => IsLogarithmic
        ? Math.Exp(((1 - share) * Math.Log(Low)) + (share * Math.Log(High)))
        : ((1 - share) * Low) + (share * High);
}
