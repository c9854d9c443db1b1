using System.Numerics;

namespace Minima.Tensors.Kernels;

/// <summary>
/// Many products of one shape, over two axes of matrices (samples and heads, for example): the starts of the matrices. A stride of 0 shares an
/// operand; products that share C are not allowed.
/// </summary>
internal struct ProductBatch
{
    public int Outer;
    public int Inner;

    /// <summary>The number of elements from a matrix to the next along the outer axis, and along the inner one.</summary>
    public nint OuterA;
    public nint InnerA;
    public nint OuterB;
    public nint InnerB;
    public nint OuterC;
    public nint InnerC;
}

/// <summary>A batch of products, one product per block: for products that are too small for several threads.</summary>
internal sealed unsafe class ProductBatchJob<TLanes, V, TElement> : BlockJob
    where TLanes : struct, IProductLanes<V, TElement>
    where V : struct
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    /// <summary>Multiply-adds below which a second thread does not pay.</summary>
    private const double ParallelFrom = 200_000;

    private ProductArguments<TElement> product;
    private ProductBatch batch;

    public static void Run(in ProductArguments<TElement> product, in ProductBatch batch, int threads)
    {
        var job = Pooled<ProductBatchJob<TLanes, V, TElement>>.Rent();
        try
        {
            job.product = product;
            job.batch = batch;
            job.Run(batch.Outer * batch.Inner, threads);
        }
        finally
        {
            Pooled<ProductBatchJob<TLanes, V, TElement>>.Return(job);
        }
    }

    public override void Run(int block) => RunOne(block, 1);

    private void Run(int count, int threads)
    {
        var each = (double)product.Rows * product.Columns * product.Depth;
        if (count < 2 * threads && each >= ParallelFrom)
        {
            for (var i = 0; i < count; i++)
            {
                RunOne(i, threads);
            }
        }
        else
        {
            Workers.Run(this, count, each * count < ParallelFrom ? 1 : threads);
        }
    }

    private void RunOne(int index, int threads)
    {
        nint outer = index / batch.Inner;
        nint inner = index % batch.Inner;
        var one = product;
        one.A += (outer * batch.OuterA) + (inner * batch.InnerA);
        one.B += (outer * batch.OuterB) + (inner * batch.InnerB);
        one.C += (outer * batch.OuterC) + (inner * batch.InnerC);
        ProductJob<TLanes, V, TElement>.Run(one, threads);
    }
}
