using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace Minima.Tensors.Randomness;

/// <summary>
/// The seeded generator of the training system: the same seed gives the same numbers on every machine and in every version of .NET, and
/// its state can be saved and restored (<see cref="Snapshot"/>).
/// </summary>
/// <remarks>
/// <para>Normal numbers go through a logarithm: on a machine without fused multiply-add (x64 before 2013, browsers) their last bit may differ.</para>
/// <para>xoshiro256** (Blackman and Vigna 2018, arXiv:1805.01407), seeded by SplitMix64. Not cryptographically secure. Not thread-safe: give
/// each thread its own by <see cref="Fork"/>.</para>
/// <para>System.Random is not used because its algorithm is not guaranteed between versions, and its state cannot be read.</para>
/// </remarks>
public sealed partial class RandomState
{
    private const int LongestName = 1024;

    private ulong _key;
    private Xoshiro256 _generator;

    /// <summary>The generator of a seed. Every number is a good seed, including 0.</summary>
    public RandomState(ulong seed)
    {
        _key = seed;
        _generator = Xoshiro256.Seeded(seed);
    }

    /// <summary>A generator that continues from the state of another.</summary>
    /// <exception cref="TrainingException">The state is one that no generator reaches: all zeros.</exception>
    public RandomState(RandomSnapshot snapshot) => Restore(snapshot);

    /// <summary>The complete state of this generator.</summary>
    public RandomSnapshot Snapshot => new(_key, _generator.S0, _generator.S1, _generator.S2, _generator.S3);

    /// <summary>Continues from the state in <paramref name="snapshot"/>.</summary>
    /// <exception cref="TrainingException">The state is one that no generator reaches: all zeros.</exception>
    public void Restore(RandomSnapshot snapshot)
    {
        if (!snapshot.IsValid) throw new TrainingException("The random state to continue from is all zeros, which no generator reaches. Use a state from RandomState.Snapshot.");
        _key = snapshot.Key;
        _generator = new(snapshot.S0, snapshot.S1, snapshot.S2, snapshot.S3);
    }

    /// <summary>64 random bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong NextBits() => _generator.Next();

    /// <summary>A multiple of 2^-53 in [0, 1).</summary>
    public double NextDouble() => (_generator.Next() >> 11) * (1.0 / (1L << 53));

    /// <summary>A multiple of 2^-24 in [0, 1).</summary>
    public float NextSingle() => (_generator.Next() >> 40) * (1f / (1 << 24));

    /// <summary>A number from 0 to <paramref name="bound"/> - 1, all with exactly the same probability.</summary>
    /// <exception cref="TrainingException"><paramref name="bound"/> is below 1.</exception>
    /// <remarks>Source: Lemire 2019, "Fast random integer generation in an interval", ACM TOMACS 29, arXiv:1805.10941. Almost always one draw.</remarks>
    public int NextInt(int bound)
    {
        if (bound < 1) throw new TrainingException($"Cannot draw a random number below {bound}: there is none from 0 to {(long)bound - 1}. Use a bound of at least 1.");
        var product = (_generator.Next() >> 32) * (uint)bound;
        if ((uint)product < (uint)bound)
        {
            var excess = (uint)-bound % (uint)bound;
            while ((uint)product < excess) product = (_generator.Next() >> 32) * (uint)bound;
        }

        return (int)(product >> 32);
    }

    /// <summary>A standard normal number, by the inverse of the distribution function: one draw, no state kept for the next call.</summary>
    public double NextNormal() => NormalQuantile.Of(Probability(_generator.Next()));

    /// <summary>Puts the elements into a random order, with equal probability for every order.</summary>
    /// <remarks>Source: Durstenfeld 1964, "Algorithm 235: random permutation", CACM 7.</remarks>
    public void Shuffle<T>(Span<T> values)
    {
        for (var i = values.Length - 1; i > 0; i--)
        {
            var other = NextInt(i + 1);
            (values[i], values[other]) = (values[other], values[i]);
        }
    }

    /// <summary>
    /// An independent generator for a purpose: <c>random.Fork("dropout")</c>. It depends only on the seed and the name, not on earlier
    /// draws, and does not advance this one: the order in which parts of a model create theirs does not matter.
    /// </summary>
    /// <remarks>The key of the fork is the first word of SHA-256 over this generator's key and the name.</remarks>
    /// <exception cref="TrainingException">The name is longer than 1024 bytes of UTF-8.</exception>
    public RandomState Fork(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var length = Encoding.UTF8.GetByteCount(name);
        if (length > LongestName) throw new TrainingException($"The name of a random stream has {length} bytes; at most {LongestName} are allowed. Name streams by their purpose.");
        Span<byte> text = stackalloc byte[sizeof(ulong) + length];
        BinaryPrimitives.WriteUInt64LittleEndian(text, _key);
        Encoding.UTF8.GetBytes(name, text[sizeof(ulong)..]);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text, hash);
        return new(BinaryPrimitives.ReadUInt64LittleEndian(hash));
    }

    /// <summary>An odd multiple of 2^-53: inside (0, 1), with the same resolution at both ends.</summary>
    private static double Probability(ulong bits) => ((bits >> 12) + 0.5) * (1.0 / (1L << 52));
}
