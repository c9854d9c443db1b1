namespace Minima.Fuzz;

/// <summary>Draws that are the same on every machine for the same seed and number (SplitMix64).</summary>
internal sealed class Seeded(ulong seed, long number)
{
    private SplitMix64 _words = new((seed * 0x9E3779B97F4A7C15) ^ ((ulong)number * 0xD1B54A32D192ED03));

    /// <summary>From 0 to below a bound.</summary>
    public int Below(int bound) => (int)(_words.Next() % (ulong)bound);

    /// <summary>Once in so many draws.</summary>
    public bool Once(int times) => Below(times) == 0;

    public T Of<T>(IReadOnlyList<T> all) => all[Below(all.Count)];

    /// <summary>In [0, 1).</summary>
    public double Unit() => (_words.Next() >> 11) * (1.0 / (1UL << 53));

    public double Bits() => BitConverter.UInt64BitsToDouble(_words.Next());
}
