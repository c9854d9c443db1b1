using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Minima.Tensors.Randomness;

/// <summary>
/// Eight <see cref="Xoshiro256"/> side by side, for filling memory. Always eight, so that the numbers are the same for every vector width of the
/// machine; narrower machines process the vectors in parts.
/// </summary>
internal struct Xoshiro256Lanes
{
    private Vector512<ulong> _s0;
    private Vector512<ulong> _s1;
    private Vector512<ulong> _s2;
    private Vector512<ulong> _s3;

    /// <summary>The state of lane k is the output of <see cref="SplitMix64"/> at words k, 8 + k, 16 + k and 24 + k.</summary>
    public Xoshiro256Lanes(ulong seed)
    {
        var words = new SplitMix64(seed);
        _s0 = Eight(ref words);
        _s1 = Eight(ref words);
        _s2 = Eight(ref words);
        _s3 = Eight(ref words);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<ulong> Next()
    {
        // Vectors have no product of 64-bit words before AVX-512, so 5 x and 9 x are shifts and sums.
        var five = _s1 + (_s1 << 2);
        var rotated = (five << 7) | (five >>> 57);
        var result = rotated + (rotated << 3);
        var t = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= t;
        _s3 = (_s3 << 45) | (_s3 >>> 19);
        return result;
    }

    private static Vector512<ulong> Eight(ref SplitMix64 words) => Vector512.Create(
        words.Next(), words.Next(), words.Next(), words.Next(), words.Next(), words.Next(), words.Next(), words.Next());
}
