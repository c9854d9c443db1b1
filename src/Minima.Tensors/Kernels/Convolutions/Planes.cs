using System.Numerics;
using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Tensors.Kernels;

/// <summary>
/// The layout of channels for a convolution: padded and, for strides, split into phases. So a tap of the kernel is an
/// offset, the same for every position, and neighbouring positions are neighbours in memory. No patch is copied: the product reads
/// the planes. Between rows are a few positions that belong to no output; they are computed and discarded.
/// </summary>
internal struct PlaneLayout
{
    /// <summary>Row r of phase p is the channel's row (r + first) * Stride + p + Shift, the same for columns.</summary>
    public int StrideHeight;
    public int StrideWidth;
    public int ShiftHeight;
    public int ShiftWidth;

    /// <summary>The number of phases with planes, at most the strides.</summary>
    public int PhasesHeight;
    public int PhasesWidth;

    /// <summary>The number of columns of a plane: the positions of a row and the reach of taps beyond them.</summary>
    public int Width;

    /// <summary>The number of elements of a plane.</summary>
    public int Size;

    /// <summary>The planes that a convolution and the gradient of its weights read; their size is set later.</summary>
    public static PlaneLayout OfInput(in ConvolutionShape shape) => new()
    {
        StrideHeight = shape.StrideHeight,
        StrideWidth = shape.StrideWidth,
        ShiftHeight = -shape.PaddingHeight,
        ShiftWidth = -shape.PaddingWidth,
        PhasesHeight = Math.Min(shape.StrideHeight, shape.KernelHeight),
        PhasesWidth = Math.Min(shape.StrideWidth, shape.KernelWidth),
        Width = shape.OutputWidth + ((shape.KernelWidth - 1) / shape.StrideWidth),
    };

    /// <summary>The start of the plane of a channel's phase.</summary>
    public readonly nint Offset(int channel, int phaseHeight, int phaseWidth) => ((((nint)channel * PhasesHeight) + phaseHeight) * PhasesWidth + phaseWidth) * Size;

    /// <summary>The offset of each tap of some input channels, relative to the position.</summary>
    public readonly unsafe void OffsetsOfInput(in ConvolutionShape shape, int firstChannel, int channels, nint* to)
    {
        for (var channel = firstChannel; channel < firstChannel + channels; channel++)
        {
            for (var kh = 0; kh < shape.KernelHeight; kh++)
            {
                for (var kw = 0; kw < shape.KernelWidth; kw++)
                {
                    *to++ = Offset(channel, kh % StrideHeight, kw % StrideWidth) + (kh / StrideHeight * Width) + (kw / StrideWidth);
                }
            }
        }
    }
}

/// <summary>Copies rows between images and planes.</summary>
internal static unsafe class Planes<TLanes, V, TElement>
    where TLanes : struct, IProductLanes<V, TElement>
    where V : struct
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    /// <summary>The number of elements after the last plane, or after rows of results, that whole vectors may touch.</summary>
    public static int Slack => 4 * TLanes.Count;

    /// <summary>Fills rows from <paramref name="first"/> on of every phase of <paramref name="channels"/> channels, positions outside the image with a given number, and the slack after them with zeros.</summary>
    public static void Fill(in PlaneLayout layout, TElement* image, int channels, int height, int width, int first, int rows, int firstColumn, TElement* to, TElement outside = default)
    {
        for (var channel = 0; channel < channels; channel++, image += (nint)height * width)
        {
            for (var ph = 0; ph < layout.PhasesHeight; ph++)
            {
                for (var pw = 0; pw < layout.PhasesWidth; pw++)
                {
                    var plane = to + layout.Offset(channel, ph, pw);
                    var row = (first * layout.StrideHeight) + ph + layout.ShiftHeight;
                    var column = (firstColumn * layout.StrideWidth) + pw + layout.ShiftWidth;
                    FillPlane(image, height, width, row, layout.StrideHeight, column, layout.StrideWidth, plane, rows, layout.Width, outside);
                }
            }
        }

        new Span<TElement>(to + layout.Offset(channels, 0, 0), Slack).Clear();
    }

    /// <summary>Writes rows of results into an image, or adds them: row i to row i * strideHeight, the same for columns; a bias is added to each.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static void Write(TElement* from, int fromRow, int rows, int columns, TElement* to, nint toRow, int step, TElement bias, bool add)
    {
        var shift = TLanes.Broadcast(&bias);
        var rest = columns % TLanes.Count;
        var mask = TLanes.MaskOfFirst(rest);
        var whole = columns - rest;
        for (; rows > 0; rows--, from += fromRow, to += toRow)
        {
            if (step != 1)
            {
                for (nint j = 0; j < columns; j++)
                {
                    var x = from[j] + bias;
                    to[j * step] = add ? to[j * step] + x : x;
                }

                continue;
            }

            for (nint j = 0; j < whole; j += TLanes.Count)
            {
                var x = TLanes.Add(TLanes.Load(from + j), shift);
                TLanes.Store(add ? TLanes.Add(TLanes.Load(to + j), x) : x, to + j);
            }

            if (rest != 0)
            {
                var x = TLanes.Add(TLanes.Load(from + whole), shift);
                TLanes.Store(add ? TLanes.Add(TLanes.Load(to + whole, mask), x) : x, to + whole, mask);
            }
        }
    }

    /// <summary>Fills rows in order, by whole vectors: the next row overwrites what one writes beyond its end.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static void FillPlane(TElement* image, int height, int width, int row, int rowStep, int column, int columnStep, TElement* to, int rows, int toWidth, TElement outside)
    {
        var fill = TLanes.Broadcast(&outside);
        // Columns [left, right) of the plane are inside the image.
        var left = column >= 0 ? 0 : Math.Min(toWidth, (-column + columnStep - 1) / columnStep);
        var right = column >= width ? left : Math.Max(left, Math.Min(toWidth, (width - column + columnStep - 1) / columnStep));
        for (; rows > 0; rows--, row += rowStep, to += toWidth)
        {
            var isInside = row >= 0 && row < height && right > left;
            var from = image + ((nint)row * width) + column;
            if (isInside && columnStep == 1)
            {
                CopyRow(from, to, left, right, toWidth, fill);
                continue;
            }

            for (nint j = 0; j < toWidth; j += TLanes.Count)
            {
                TLanes.Store(fill, to + j);
            }

            for (nint j = left; isInside && j < right; j++)
            {
                to[j] = from[j * columnStep];
            }
        }
    }

    /// <summary>Copies columns [left, right) and fills the others.</summary>
    [MethodImpl(AggressiveInlining)]
    private static void CopyRow(TElement* from, TElement* to, int left, int right, int width, V fill)
    {
        for (var j = 0; j < width; j += TLanes.Count)
        {
            if (j >= left && j + TLanes.Count <= right)
            {
                TLanes.Store(TLanes.Load(from + j), to + j);
            }
            else
            {
                var mask = TLanes.MaskOfRange(left - j, right - j);
                TLanes.Store(TLanes.Select(mask, TLanes.Load(from + j, mask), fill), to + j);
            }
        }
    }
}
