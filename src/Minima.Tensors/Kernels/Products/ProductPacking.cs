using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Tensors.Kernels;

/// <summary>Packs panels: the elements that a tile reads, in the order in which it reads them.</summary>
internal static unsafe class ProductPacking<TLanes, V, TElement>
    where TLanes : struct, IProductLanes<V, TElement>
    where V : struct
    where TElement : unmanaged
{
    /// <summary>to[k * width + r] = from[k * stride + r], for r below <paramref name="count"/>; 0 beyond it.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static void Along(TElement* from, nint stride, int count, nint depth, TElement* to, int width)
    {
        if (count == 2 * TLanes.Count && width == count)
        {
            for (; depth > 0; depth--, from += stride, to += width)
            {
                TLanes.Store(TLanes.Load(from), to);
                TLanes.Store(TLanes.Load(from + TLanes.Count), to + TLanes.Count);
            }

            return;
        }

        if (TLanes.HasMasks && width <= 2 * TLanes.Count)
        {
            var isTwo = width > TLanes.Count;
            var read = TLanes.MaskOfFirst(isTwo ? count - TLanes.Count : count);
            var write = TLanes.MaskOfFirst(isTwo ? width - TLanes.Count : width);
            var readFirst = TLanes.MaskOfFirst(count);
            for (; depth > 0; depth--, from += stride, to += width)
            {
                if (isTwo)
                {
                    TLanes.Store(TLanes.Load(from, readFirst), to);
                    TLanes.Store(TLanes.Load(from + TLanes.Count, read), to + TLanes.Count, write);
                }
                else
                {
                    TLanes.Store(TLanes.Load(from, read), to, write);
                }
            }

            return;
        }

        for (; depth > 0; depth--, from += stride, to += width)
        {
            for (var r = 0; r < width; r++)
            {
                to[r] = r < count ? from[r] : default;
            }
        }
    }

    /// <summary>to[k * width + r] = from[r * stride + k], for r below <paramref name="count"/>; 0 beyond it.</summary>
    public static void Across(TElement* from, nint stride, int count, nint depth, TElement* to, int width)
    {
        Transpose(from, stride, count, depth, to, width);
        for (nint k = 0; count < width && k < depth; k++)
        {
            for (var r = count; r < width; r++)
            {
                to[(k * width) + r] = default;
            }
        }
    }

    /// <summary>to[k * width + r] = from[r * stride + k], for r below <paramref name="count"/>.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static void Transpose(TElement* from, nint stride, int count, nint depth, TElement* to, nint width)
    {
        var square = TLanes.Square;
        nint squares = count < square ? 0 : depth / square * square;
        for (nint k = 0; k < squares; k += square)
        {
            TLanes.Transpose(from + k, stride, to + (k * width), width, count);
        }

        for (var k = squares; k < depth; k++)
        {
            for (var r = 0; r < count; r++)
            {
                to[(k * width) + r] = from[(r * stride) + k];
            }
        }
    }
}
