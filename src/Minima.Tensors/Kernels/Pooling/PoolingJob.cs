using System.Numerics;
using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Tensors.Kernels;

/// <summary>Pooling forward: each plane is split into phases, so that neighbouring windows are lanes of a vector, one tap after the other.</summary>
internal sealed unsafe class PoolingJob<TLanes, V, TElement> : BlockJob
    where TLanes : struct, IProductLanes<V, TElement>
    where V : struct
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    /// <summary>Elements below which a second thread does not pay.</summary>
    private const double ParallelFrom = 30_000;

    /// <summary>The largest whole number up to which floats count without a gap.</summary>
    private const int MostPlaces = 1 << 24;

    private PoolingShape shape;
    private PlaneLayout layout;
    private TElement* input;
    private TElement* output;
    private int* places;
    private bool countsPadding;

    /// <summary>Computes maxima and their indices, or means if <paramref name="places"/> is null.</summary>
    public static void Run(in PoolingShape shape, TElement* input, TElement* output, int* places, bool countsPadding, int threads)
    {
        if (shape.OutputHeight == 0 || shape.OutputWidth == 0)
        {
            return;
        }

        if (places != null && sizeof(TElement) == sizeof(float) && (long)shape.Height * shape.Width > MostPlaces)
        {
            throw new TrainingException($"Max pooling of float can index at most {MostPlaces} positions in a plane, but the planes are {shape.Height} x {shape.Width}. Use double, or split the planes.");
        }

        var job = Pooled<PoolingJob<TLanes, V, TElement>>.Rent();
        try
        {
            job.shape = shape;
            job.layout = PlaneLayout.OfInput(new ConvolutionShape(
                1, 1, shape.Height, shape.Width, 1, shape.KernelHeight, shape.KernelWidth, shape.StrideHeight, shape.StrideWidth, shape.PaddingHeight, shape.PaddingWidth));
            job.layout.Size = job.layout.Width * (shape.OutputHeight + ((shape.KernelHeight - 1) / shape.StrideHeight));
            job.input = input;
            job.output = output;
            job.places = places;
            job.countsPadding = countsPadding;
            Workers.Run(job, shape.Planes, (double)shape.Planes * shape.Height * shape.Width < ParallelFrom ? 1 : threads);
        }
        finally
        {
            Pooled<PoolingJob<TLanes, V, TElement>>.Return(job);
        }
    }

    public override void Run(int block)
    {
        var elements = layout.Offset(1, 0, 0) + Planes<TLanes, V, TElement>.Slack;
        var plane = (TElement*)Pooled<KernelMemory>.Own.Block.Ensure((nuint)elements * (nuint)sizeof(TElement));
        var image = input + ((nint)block * shape.Height * shape.Width);
        var outside = places != null ? TElement.NegativeInfinity : TElement.Zero;
        Planes<TLanes, V, TElement>.Fill(layout, image, 1, shape.Height, shape.Width, 0, layout.Size / layout.Width, 0, plane, outside);
        var first = (nint)block * shape.OutputHeight * shape.OutputWidth;
        for (var row = 0; row < shape.OutputHeight; row++, first += shape.OutputWidth)
        {
            for (var column = 0; column < shape.OutputWidth; column += TLanes.Count)
            {
                var count = Math.Min(TLanes.Count, shape.OutputWidth - column);
                var at = plane + ((nint)row * layout.Width) + column;
                if (places != null)
                {
                    Maxima(at, row, column, count, output + first + column, places + first + column);
                }
                else
                {
                    Means(at, row, column, count, output + first + column);
                }
            }
        }
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private void Maxima(TElement* plane, int row, int column, int count, TElement* to, int* where)
    {
        var lowest = TElement.NegativeInfinity;
        var nowhere = -TElement.One;
        var best = TLanes.Broadcast(&lowest);
        var place = TLanes.Broadcast(&nowhere);

        var corner = TLanes.Ramp(((((double)row * shape.StrideHeight) - shape.PaddingHeight) * shape.Width) + ((double)column * shape.StrideWidth) - shape.PaddingWidth, shape.StrideWidth);
        for (var kh = 0; kh < shape.KernelHeight; kh++)
        {
            for (var kw = 0; kw < shape.KernelWidth; kw++)
            {
                var x = TLanes.Load(plane + layout.Offset(0, kh % shape.StrideHeight, kw % shape.StrideWidth) + (kh / shape.StrideHeight * layout.Width) + (kw / shape.StrideWidth));
                var distance = TElement.CreateTruncating((kh * shape.Width) + kw);
                place = TLanes.IfLess(best, x, TLanes.Add(corner, TLanes.Broadcast(&distance)), place);
                best = TLanes.Maximum(best, x);
            }
        }

        TLanes.Store(best, to, TLanes.MaskOfFirst(count));
        var numbers = stackalloc TElement[TLanes.Count];
        TLanes.Store(place, numbers);
        for (var i = 0; i < count; i++)
        {
            where[i] = int.CreateTruncating(numbers[i]);
        }
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private void Means(TElement* plane, int row, int column, int count, TElement* to)
    {
        var sum = TLanes.Zero;
        for (var kh = 0; kh < shape.KernelHeight; kh++)
        {
            for (var kw = 0; kw < shape.KernelWidth; kw++)
            {
                sum = TLanes.Add(sum, TLanes.Load(plane + layout.Offset(0, kh % shape.StrideHeight, kw % shape.StrideWidth) + (kh / shape.StrideHeight * layout.Width) + (kw / shape.StrideWidth)));
            }
        }

        var numbers = stackalloc TElement[TLanes.Count];
        for (var i = 0; i < TLanes.Count; i++)
        {
            numbers[i] = TElement.CreateTruncating(WindowCount.Of(shape, row, column + i, countsPadding));
        }

        TLanes.Store(TLanes.Divide(sum, TLanes.Load(numbers)), to, TLanes.MaskOfFirst(count));
    }
}

/// <summary>The number of elements in a window's mean.</summary>
internal static class WindowCount
{
    [MethodImpl(AggressiveInlining)]
    public static int Of(in PoolingShape shape, int row, int column, bool countsPadding) => countsPadding
        ? shape.KernelHeight * shape.KernelWidth
        : Along(row, shape.StrideHeight, shape.PaddingHeight, shape.KernelHeight, shape.Height) * Along(column, shape.StrideWidth, shape.PaddingWidth, shape.KernelWidth, shape.Width);

    private static int Along(int position, int stride, int padding, int kernel, int length)
    {
        var start = (position * stride) - padding;
        return Math.Min(start + kernel, length) - Math.Max(start, 0);
    }
}
