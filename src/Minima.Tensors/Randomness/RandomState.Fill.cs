using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Minima.Tensors.Randomness;

public sealed partial class RandomState
{
    // A quarter of the first-level cache, so that drawn numbers are still there when they are mapped.
    private const int Chunk = 2048;

    /// <summary>Fills memory with uniform numbers between two bounds: <c>low + (high - low) u</c>, u a multiple of 2^-24 in [0, 1).</summary>
    /// <remarks>One draw seeds eight generators that fill side by side, so this generator advances by one draw for any length. <paramref name="high"/> itself is reached only by rounding.</remarks>
    /// <exception cref="TrainingException">A bound is not finite, or they are in the wrong order.</exception>
    public void FillUniform(Span<float> destination, float low = 0, float high = 1)
    {
        CheckBounds(low, high, high - low);
        var lanes = new Xoshiro256Lanes(_generator.Next());
        Uniforms(ref lanes, destination, isSigned: false, (high - low) * (1f / (1 << 24)), low);
    }

    /// <summary>Fills memory with uniform numbers between two bounds: <c>low + (high - low) u</c>, u a multiple of 2^-52 in [0, 1).</summary>
    /// <inheritdoc cref="FillUniform(Span{float}, float, float)"/>
    public void FillUniform(Span<double> destination, double low = 0, double high = 1)
    {
        CheckBounds(low, high, high - low);
        var lanes = new Xoshiro256Lanes(_generator.Next());
        var one = Vector512.Create(0x3FF0000000000000UL);
        for (; destination.Length > 0; destination = destination[Math.Min(Vector512<double>.Count, destination.Length)..])
        {
            // The bits are the mantissa after the exponent of 1: a number in [1, 2).
            var unit = ((lanes.Next() >>> 12) | one).AsDouble() - Vector512<double>.One;
            Store(unit * Vector512.Create(high - low) + Vector512.Create(low), destination);
        }
    }

    /// <summary>Fills memory with normal numbers.</summary>
    /// <remarks>One draw, as for <see cref="FillUniform(Span{float}, float, float)"/>. Each number comes from 24 bits, so none lies beyond 5.4 deviations.</remarks>
    /// <exception cref="TrainingException">The mean or the deviation is not finite, or the deviation is negative.</exception>
    public void FillNormal(Span<float> destination, float mean = 0, float standardDeviation = 1)
    {
        CheckNormal(mean, standardDeviation);
        var lanes = new Xoshiro256Lanes(_generator.Next());
        while (destination.Length > 0)
        {
            var chunk = destination[..Math.Min(Chunk, destination.Length)];
            destination = destination[chunk.Length..];

            // Odd multiples of 2^-24 in (-1, 1).
            Uniforms(ref lanes, chunk, isSigned: true, 1f / (1 << 23), 1f / (1 << 24));
            NormalQuantile.InPlace(chunk, mean, standardDeviation);
        }
    }

    /// <summary>Fills memory with normal numbers, each of 52 bits.</summary>
    /// <inheritdoc cref="FillNormal(Span{float}, float, float)"/>
    public void FillNormal(Span<double> destination, double mean = 0, double standardDeviation = 1)
    {
        CheckNormal(mean, standardDeviation);
        var lanes = new Xoshiro256Lanes(_generator.Next());
        Span<ulong> words = stackalloc ulong[Vector512<ulong>.Count];
        for (var i = 0; i < destination.Length; i++)
        {
            var word = i % words.Length;
            if (word == 0) lanes.Next().CopyTo(words);
            destination[i] = mean + standardDeviation * NormalQuantile.Of(Probability(words[word]));
        }
    }

    /// <summary>scale k + offset, k the upper 24 bits of each half word, with or without a sign.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Uniforms(ref Xoshiro256Lanes lanes, Span<float> destination, bool isSigned, float scale, float offset)
    {
        // A copy, so that the state stays in registers.
        var generators = lanes;
        var (scales, offsets) = (Vector512.Create(scale), Vector512.Create(offset));
        for (; destination.Length > 0; destination = destination[Math.Min(Vector512<float>.Count, destination.Length)..])
        {
            var halves = generators.Next().AsInt32();
            Store(Vector512.ConvertToSingle(isSigned ? halves >> 8 : halves >>> 8) * scales + offsets, destination);
        }

        lanes = generators;
    }

    /// <summary>Stores as much of a vector as there is room for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T>(Vector512<T> vector, Span<T> destination)
    {
        if (destination.Length >= Vector512<T>.Count) vector.CopyTo(destination);
        else MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<Vector512<T>, T>(ref vector), destination.Length).CopyTo(destination);
    }

    private static void CheckBounds(double low, double high, double width)
    {
        if (!double.IsFinite(width) || width < 0)
            throw new TrainingException(FormattableString.Invariant($"Cannot draw random numbers between {low} and {high}: both bounds and their difference must be finite, with the lower bound first."));
    }

    private static void CheckNormal(double mean, double standardDeviation)
    {
        if (!double.IsFinite(mean) || !double.IsFinite(standardDeviation) || standardDeviation < 0)
            throw new TrainingException(FormattableString.Invariant($"Cannot draw normal random numbers with mean {mean} and standard deviation {standardDeviation}: both must be finite, and the standard deviation at least 0."));
    }
}
