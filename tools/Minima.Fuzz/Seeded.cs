namespace Minima.Fuzz;

/// <summary>Draws that are the same on every machine for the same seed and number (SplitMix64).</summary>
internal sealed class Seeded(ulong seed, long number)
{
    private ulong _state = (seed * 0x9E3779B97F4A7C15) ^ ((ulong)number * 0xD1B54A32D192ED03);

    /// <summary>From 0 to below a bound.</summary>
    public int Below(int bound) => (int)(Draw() % (ulong)bound);

    /// <summary>Once in so many draws.</summary>
    public bool Once(int times) => Below(times) == 0;

    public T Of<T>(IReadOnlyList<T> all) => all[Below(all.Count)];

    /// <summary>In [0, 1).</summary>
    public double Unit() => (Draw() >> 11) * (1.0 / (1UL << 53));

    public double Bits() => BitConverter.UInt64BitsToDouble(Draw());

    private ulong Draw()
    {
        _state += 0x9E3779B97F4A7C15;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
