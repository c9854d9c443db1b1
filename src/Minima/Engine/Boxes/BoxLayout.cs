using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima;

/// <summary>Converts between boxes one after the other, as callers hold them, and four arrays of coordinates, as lanes read them.</summary>
internal static unsafe class BoxLayout
{
    /// <summary>Boxes per iteration of the vector loops.</summary>
    private const int Turn = 16;

    /// <summary>Writes the coordinates of <paramref name="count"/> boxes to four arrays <paramref name="stride"/> apart, each padded to whole lanes with the last box.</summary>
    public static void Split<TElement>(TElement* boxes, TElement* to, int stride, int count)
        where TElement : unmanaged
    {
        var done = Avx512F.IsSupported
            ? typeof(TElement) == typeof(float) ? SplitWide((float*)boxes, (float*)to, stride, count) : SplitWide((double*)boxes, (double*)to, stride, count)
            : 0;
        for (; done < count; done++)
        {
            for (var c = 0; c < 4; c++)
            {
                to[c * stride + done] = boxes[4 * done + c];
            }
        }

        for (; done % Turn != 0; done++)
        {
            for (var c = 0; c < 4; c++)
            {
                to[c * stride + done] = to[c * stride + count - 1];
            }
        }
    }

    /// <summary>The inverse of <see cref="Split"/>, without the padding.</summary>
    public static void Join<TElement>(TElement* from, int stride, TElement* boxes, int count)
        where TElement : unmanaged
    {
        var done = Avx512F.IsSupported
            ? typeof(TElement) == typeof(float) ? JoinWide((float*)from, stride, (float*)boxes, count) : JoinWide((double*)from, stride, (double*)boxes, count)
            : 0;
        for (; done < count; done++)
        {
            for (var c = 0; c < 4; c++)
            {
                boxes[4 * done + c] = from[c * stride + done];
            }
        }
    }

    /// <summary>The index of the first box, from <paramref name="start"/> on, whose second corner is before its first; -1 if there is none. NaN passes.</summary>
    public static int FirstInverted<TElement>(ReadOnlySpan<TElement> boxes, int start)
        where TElement : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<TElement>
    {
        var wide = Vector512<TElement>.Count;
        var step = 16 * wide;
        ref var first = ref MemoryMarshal.GetReference(boxes);
        for (; 4 * (start + step / 4) <= boxes.Length; start += step / 4)
        {
            var inverted = Vector512<TElement>.Zero;
            for (var i = 0; i < step; i += wide)
            {
                var corners = Vector512.LoadUnsafe(ref first, (nuint)(4 * start + i));
                inverted |= Vector512.LessThan(SecondCorners(corners), corners);
            }

            if (!Vector512.EqualsAll(inverted.AsByte(), Vector512<byte>.Zero))
            {
                break; // One of these is inverted.
            }
        }

        for (; start < boxes.Length / 4; start++)
        {
            if (boxes[4 * start + 2] < boxes[4 * start] || boxes[4 * start + 3] < boxes[4 * start + 1])
            {
                return start;
            }
        }

        return -1;
    }

    /// <summary>Each box's second corner in both places, so that the first is compared with it and the second with itself.</summary>
    [MethodImpl(AggressiveInlining)]
    private static Vector512<TElement> SecondCorners<TElement>(Vector512<TElement> corners) => typeof(TElement) == typeof(float)
        ? Vector512.Shuffle(corners.AsSingle(), Vector512.Create(2, 3, 2, 3, 6, 7, 6, 7, 10, 11, 10, 11, 14, 15, 14, 15)).As<float, TElement>()
        : Vector512.Shuffle(corners.AsDouble(), Vector512.Create(2L, 3, 2, 3, 6, 7, 6, 7)).As<double, TElement>();

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static int SplitWide(float* boxes, float* to, int stride, int count)
    {
        var corner1 = Vector512.Create(0, 4, 8, 12, 16, 20, 24, 28, 1, 5, 9, 13, 17, 21, 25, 29);
        var corner2 = corner1 + Vector512.Create(2);
        var i = 0;
        for (; i <= count - 16; i += 16)
        {
            var from = boxes + 4 * i;
            var (a, b, c, d) = (Vector512.Load(from), Vector512.Load(from + 16), Vector512.Load(from + 32), Vector512.Load(from + 48));
            Spread(Avx512F.PermuteVar16x32x2(a, corner1, b), Avx512F.PermuteVar16x32x2(c, corner1, d), to + i, to + stride + i);
            Spread(Avx512F.PermuteVar16x32x2(a, corner2, b), Avx512F.PermuteVar16x32x2(c, corner2, d), to + 2 * stride + i, to + 3 * stride + i);
        }

        return i;
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static int SplitWide(double* boxes, double* to, int stride, int count)
    {
        var corner1 = Vector512.Create(0L, 4, 8, 12, 1, 5, 9, 13);
        var corner2 = corner1 + Vector512.Create(2L);
        var i = 0;
        for (; i <= count - 8; i += 8)
        {
            var from = boxes + 4 * i;
            var (a, b, c, d) = (Vector512.Load(from), Vector512.Load(from + 8), Vector512.Load(from + 16), Vector512.Load(from + 24));
            Spread(Avx512F.PermuteVar8x64x2(a, corner1, b), Avx512F.PermuteVar8x64x2(c, corner1, d), to + i, to + stride + i);
            Spread(Avx512F.PermuteVar8x64x2(a, corner2, b), Avx512F.PermuteVar8x64x2(c, corner2, d), to + 2 * stride + i, to + 3 * stride + i);
        }

        return i;
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static int JoinWide(float* from, int stride, float* boxes, int count)
    {
        var early = Vector512.Create(0, 8, 16, 24, 1, 9, 17, 25, 2, 10, 18, 26, 3, 11, 19, 27);
        var late = early + Vector512.Create(4);
        var i = 0;
        for (; i <= count - 16; i += 16)
        {
            var to = boxes + 4 * i;
            var (x, y, z, w) = (Vector512.Load(from + i), Vector512.Load(from + stride + i), Vector512.Load(from + 2 * stride + i), Vector512.Load(from + 3 * stride + i));
            var (first, second) = (Vector512.Create(x.GetLower(), y.GetLower()), Vector512.Create(z.GetLower(), w.GetLower()));
            Avx512F.PermuteVar16x32x2(first, early, second).Store(to);
            Avx512F.PermuteVar16x32x2(first, late, second).Store(to + 16);
            (first, second) = (Vector512.Create(x.GetUpper(), y.GetUpper()), Vector512.Create(z.GetUpper(), w.GetUpper()));
            Avx512F.PermuteVar16x32x2(first, early, second).Store(to + 32);
            Avx512F.PermuteVar16x32x2(first, late, second).Store(to + 48);
        }

        return i;
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static int JoinWide(double* from, int stride, double* boxes, int count)
    {
        var early = Vector512.Create(0L, 4, 8, 12, 1, 5, 9, 13);
        var late = early + Vector512.Create(2L);
        var i = 0;
        for (; i <= count - 8; i += 8)
        {
            var to = boxes + 4 * i;
            var (x, y, z, w) = (Vector512.Load(from + i), Vector512.Load(from + stride + i), Vector512.Load(from + 2 * stride + i), Vector512.Load(from + 3 * stride + i));
            var (first, second) = (Vector512.Create(x.GetLower(), y.GetLower()), Vector512.Create(z.GetLower(), w.GetLower()));
            Avx512F.PermuteVar8x64x2(first, early, second).Store(to);
            Avx512F.PermuteVar8x64x2(first, late, second).Store(to + 8);
            (first, second) = (Vector512.Create(x.GetUpper(), y.GetUpper()), Vector512.Create(z.GetUpper(), w.GetUpper()));
            Avx512F.PermuteVar8x64x2(first, early, second).Store(to + 16);
            Avx512F.PermuteVar8x64x2(first, late, second).Store(to + 24);
        }

        return i;
    }

    /// <summary>Writes two coordinates of boxes in turn, half by half, to their arrays.</summary>
    [MethodImpl(AggressiveInlining)]
    private static void Spread<TElement>(Vector512<TElement> early, Vector512<TElement> late, TElement* first, TElement* second)
        where TElement : unmanaged
    {
        Vector512.Create(early.GetLower(), late.GetLower()).Store(first);
        Vector512.Create(early.GetUpper(), late.GetUpper()).Store(second);
    }
}
