using System.Numerics;
using System.Runtime.CompilerServices;

namespace Minima.Tensors.Randomness;

/// <summary>xoshiro256**: four words of state, period 2^256 - 1, and every bit of its output passes the known tests.</summary>
/// <remarks>Source: Blackman and Vigna 2018, "Scrambled linear pseudorandom number generators", arXiv:1805.01407.</remarks>
internal struct Xoshiro256(ulong s0, ulong s1, ulong s2, ulong s3)
{
    public ulong S0 = s0;
    public ulong S1 = s1;
    public ulong S2 = s2;
    public ulong S3 = s3;

    /// <summary>The state that its authors recommend for one word of seed.</summary>
    public static Xoshiro256 Seeded(ulong seed)
    {
        var words = new SplitMix64(seed);
        return new(words.Next(), words.Next(), words.Next(), words.Next());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Next()
    {
        var result = BitOperations.RotateLeft(S1 * 5, 7) * 9;
        var t = S1 << 17;
        S2 ^= S0;
        S3 ^= S1;
        S1 ^= S2;
        S0 ^= S3;
        S2 ^= t;
        S3 = BitOperations.RotateLeft(S3, 45);
        return result;
    }
}
