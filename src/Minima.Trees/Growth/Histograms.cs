using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Minima.Trees;

/// <summary>Sums of gradients and curvatures by node, column and code: two 64-bit integers per bin. Each thread (hand) fills its own, and <see cref="Gather"/> adds them up.</summary>
internal sealed unsafe class Histograms : IDisposable
{
    /// <summary>The maximum bytes of all histograms together. Beyond this, nodes are counted one tile of columns at a time and no parent's histogram is kept.</summary>
    public const long Budget = 64L << 20;

    public const int ColumnLongs = ColumnBins.Codes * 2;

    private const int Unroll = 10;

    private readonly nint[] _blocks;

    /// <param name="slots">The number of nodes whose histograms are held at a time.</param>
    /// <param name="columns">The number of columns of each.</param>
    public Histograms(int hands, int slots, int columns)
    {
        (Slots, Columns) = (slots, columns);
        _blocks = new nint[hands];
        for (var hand = 0; hand < hands; hand++) _blocks[hand] = (nint)NativeMemory.AlignedAlloc((nuint)slots * (nuint)columns * ColumnLongs * sizeof(long), 4096);
    }

    public int Slots { get; }

    public int Columns { get; }

    public static long Bytes(int hands, long slots, long columns) => hands * slots * columns * ColumnLongs * sizeof(long);

    public long* At(int hand, int slot, int column = 0) => (long*)_blocks[hand] + ((long)slot * Columns + column) * ColumnLongs;

    public void Clear(int hand, int slot, int columns) => NativeMemory.Clear(At(hand, slot), (nuint)columns * ColumnLongs * sizeof(long));

    /// <summary>Adds the other threads' sums of one column to the first's.</summary>
    public void Gather(int slot, int column, int codes)
    {
        var sum = At(0, slot, column);
        for (var hand = 1; hand < _blocks.Length; hand++)
        {
            var other = At(hand, slot, column);
            for (var i = 0; i < 2 * codes; i += 2) (Vector128.Load(sum + i) + Vector128.Load(other + i)).Store(sum + i);
        }
    }

    /// <summary>Subtracts one child's sums from its parent's, which become the other child's.</summary>
    public void Subtract(int parent, int child, int column, int codes)
    {
        var from = At(0, parent, column);
        var what = At(0, child, column);
        for (var i = 0; i < 2 * codes; i += 2) (Vector128.Load(from + i) - Vector128.Load(what + i)).Store(from + i);
    }

    /// <summary>The hot loop: reads a row's codes once and adds its two integers to one bin of each column.</summary>
    /// <param name="counted">The integers that each row adds beside its own: 1 above the curvature if rows are counted.</param>
    public static void Add(ushort* order, int count, byte* codes, int stride, ulong* packed, long* histogram, int columns, Vector128<long> counted)
    {
        for (var i = 0; i < count; i++)
        {
            var (soon, row, c) = ((nint)order[i + 16], (nint)order[i], 0);
            if (Sse.IsSupported)
            {
                Sse.Prefetch0(codes + soon * stride);
                Sse.Prefetch0(packed + soon);
            }

            var q = codes + row * stride;
            var v = Vector128.WidenLower(Vector128.CreateScalarUnsafe(packed[row]).AsInt32()) + counted;
            var h = histogram;
            for (; c <= columns - Unroll; c += Unroll, q += Unroll, h += Unroll * ColumnLongs)
            {
                Bump(h, q[0], v);
                Bump(h + ColumnLongs, q[1], v);
                Bump(h + 2 * ColumnLongs, q[2], v);
                Bump(h + 3 * ColumnLongs, q[3], v);
                Bump(h + 4 * ColumnLongs, q[4], v);
                Bump(h + 5 * ColumnLongs, q[5], v);
                Bump(h + 6 * ColumnLongs, q[6], v);
                Bump(h + 7 * ColumnLongs, q[7], v);
                Bump(h + 8 * ColumnLongs, q[8], v);
                Bump(h + 9 * ColumnLongs, q[9], v);
            }

            for (; c < columns; c++, q++, h += ColumnLongs) Bump(h, *q, v);
        }
    }

    public void Dispose()
    {
        foreach (var block in _blocks) NativeMemory.AlignedFree((void*)block);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Bump(long* column, nuint code, Vector128<long> v)
    {
        var at = (long*)((byte*)column + (code << 4));
        (Vector128.Load(at) + v).Store(at);
    }
}
