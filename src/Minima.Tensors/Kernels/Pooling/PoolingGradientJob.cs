using System.Numerics;
using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Tensors.Kernels;

/// <summary>The gradient of average pooling, plane by plane: each window distributes its gradient over its elements.</summary>
internal sealed unsafe class PoolingGradientJob<TElement> : BlockJob
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    /// <summary>Elements below which a second thread does not pay.</summary>
    private const double ParallelFrom = 30_000;

    private PoolingShape shape;
    private TElement* outputGradient;
    private TElement* inputGradient;
    private bool countsPadding;

    public static void Run(in PoolingShape shape, TElement* outputGradient, TElement* inputGradient, bool countsPadding, int threads)
    {
        var job = Pooled<PoolingGradientJob<TElement>>.Rent();
        try
        {
            job.shape = shape;
            job.outputGradient = outputGradient;
            job.inputGradient = inputGradient;
            job.countsPadding = countsPadding;
            Workers.Run(job, shape.Planes, (double)shape.Planes * shape.Height * shape.Width < ParallelFrom ? 1 : threads);
        }
        finally
        {
            Pooled<PoolingGradientJob<TElement>>.Return(job);
        }
    }

    public override void Run(int block)
    {
        var size = shape.Height * shape.Width;
        var to = inputGradient + ((nint)block * size);
        new Span<TElement>(to, size).Clear();
        ToWindows(outputGradient + ((nint)block * shape.OutputHeight * shape.OutputWidth), to);
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private void ToWindows(TElement* from, TElement* to)
    {
        for (var row = 0; row < shape.OutputHeight; row++)
        {
            var top = (row * shape.StrideHeight) - shape.PaddingHeight;
            var bottom = Math.Min(top + shape.KernelHeight, shape.Height);
            top = Math.Max(top, 0);
            for (var column = 0; column < shape.OutputWidth; column++)
            {
                var left = (column * shape.StrideWidth) - shape.PaddingWidth;
                var right = Math.Min(left + shape.KernelWidth, shape.Width);
                left = Math.Max(left, 0);
                var share = *from++ / TElement.CreateTruncating(WindowCount.Of(shape, row, column, countsPadding));
                for (var y = top; y < bottom; y++)
                {
                    for (nint x = left; x < right; x++)
                    {
                        to[((nint)y * shape.Width) + x] += share;
                    }
                }
            }
        }
    }
}
