namespace Minima.Accuracy;

/// <summary>Random points, the same on every run: SplitMix64 (Steele, Lea and Flood 2014) from the function's name.</summary>
internal sealed class Points(string name)
{
    public const int Count = 40_000;

    private ulong state = name.Aggregate(0UL, (s, c) => 31 * s + c);

    /// <summary>Evenly from low to high.</summary>
    public double Between(double low, double high) => low + (high - low) * Unit();

    /// <summary>e^u with u evenly from low to high.</summary>
    public double Positive(double low, double high) => Math.Exp(Between(low, high));

    /// <summary>As <see cref="Positive"/>, either sign.</summary>
    public double Signed(double low, double high) => Unit() < 0.5 ? -Positive(low, high) : Positive(low, high);

    /// <summary>One of two, evenly.</summary>
    public double Either(double first, double second) => Unit() < 0.5 ? first : second;

    private double Unit()
    {
        state += 0x9E3779B97F4A7C15;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
    }
}
