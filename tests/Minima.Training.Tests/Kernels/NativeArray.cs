using System.Numerics;
using System.Runtime.InteropServices;

namespace Minima.Training.Tests.Kernels;

/// <summary>Memory for a kernel, with a guard behind it that must stay as it was.</summary>
internal sealed unsafe class NativeArray<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Guard = 64;

    /// <summary>Read by mistake, it shows: it is no number.</summary>
    private readonly T guard = T.NaN;

    public NativeArray(int length)
    {
        Length = length;
        Pointer = (T*)NativeMemory.Alloc((nuint)(length + Guard), (nuint)sizeof(T));
        new Span<T>(Pointer, length + Guard).Fill(guard);
    }

    public int Length { get; }

    public T* Pointer { get; }

    public Span<T> Span => new(Pointer, Length);

    public ref T this[Index index] => ref Span[index];

    public static NativeArray<T> Random(int length, int seed)
    {
        var random = new Random(seed);
        var array = new NativeArray<T>(length);
        foreach (ref var x in array.Span)
        {
            x = T.CreateTruncating((2 * random.NextDouble()) - 1);
        }

        return array;
    }

    /// <summary>A copy.</summary>
    public NativeArray<T> Copy()
    {
        var copy = new NativeArray<T>(Length);
        Span.CopyTo(copy.Span);
        return copy;
    }

    public bool HasSameBits(NativeArray<T> other) => MemoryMarshal.AsBytes(Span).SequenceEqual(MemoryMarshal.AsBytes(other.Span));

    public void Dispose()
    {
        for (var i = Length; i < Length + Guard; i++)
        {
            Assert.True(T.IsNaN(Pointer[i]), "a kernel wrote behind its output");
        }

        NativeMemory.Free(Pointer);
    }
}
