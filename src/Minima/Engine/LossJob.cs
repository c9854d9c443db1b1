using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Minima;

/// <summary>
/// One checked batch of a loss, cut into blocks that stay in the first-level cache. The job runs each block through the kernels, weights it and sums it
/// in double, then adds the block sums in order. No result depends on which thread ran which block.
/// </summary>
internal abstract unsafe class LossJob<TFormula, TElement> : BlockJob
    where TFormula : struct, ILossFormula
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    public TFormula Formula { get; set; }

    public BatchLayout Layout { get; set; }

    public Pointers<TElement> Inputs { get; set; }

    public Pointers<TElement> Gradients { get; set; }

    public Pointers<TElement> Hessians { get; set; }

    public TElement* Terms { get; set; }

    public TElement* Weight { get; set; }

    public bool* Mask { get; set; }

    public int* Labels { get; set; }

    /// <summary>The label of rows that are left out, or null.</summary>
    public int? IgnoredLabel { get; set; }

    public Curvature Curvature { get; set; }

    /// <summary>The factor of derivatives: 1 for a sum, 1 / denominator for a mean.</summary>
    public double Scale { get; set; }

    public TElement* Prediction => Inputs.First;

    public TElement* Target => Inputs.Second;

    public TElement* Gradient => Gradients.First;

    public TElement* TargetGradient => Gradients.Second;

    public TElement* Hessian => Hessians.First;

    public TElement* TargetHessian => Hessians.Second;

    /// <summary>Runs every block; returns the sum of the terms.</summary>
    public abstract double RunAll(in LossBatch<TElement> batch, KernelWay way);

    /// <summary>Returns the job to its thread, which keeps it.</summary>
    public abstract void Return();

    /// <summary>The number of threads for a batch: one if a second costs more than it gains.</summary>
    protected static int ThreadsFor(in LossBatch<TElement> batch, bool isLarge) => !isLarge ? 1 : batch.Threads > 0 ? batch.Threads : Environment.ProcessorCount;

    /// <summary>The weights of a block's terms: 0 if a mask or the ignored label omits one, and in the padding. Null if all count once.</summary>
    protected TElement* BlockWeights(TElement* weights, long start, int count)
    {
        if (Mask == null && Weight == null && IgnoredLabel is null)
        {
            return null;
        }

        if (Mask == null && IgnoredLabel is null)
        {
            new ReadOnlySpan<TElement>(Weight + start, count).CopyTo(new Span<TElement>(weights, count));
        }
        else
        {
            for (var i = 0; i < count; i++)
            {
                var isLeftOut = (Mask != null && !Mask[start + i]) || (IgnoredLabel is { } ignored && Labels[start + i] == ignored);
                weights[i] = isLeftOut ? TElement.Zero : Weight == null ? TElement.One : Weight[start + i];
            }
        }

        new Span<TElement>(weights + count, Scratch.Padding).Clear();
        return weights;
    }

    /// <summary>Weights a block's terms (0 if the weight is 0, for every term), sums them, and stores them if requested.</summary>
    protected void Finish(int block, TElement* terms, TElement* weights, long start, int count)
    {
        for (var i = 0; weights != null && i < count; i++)
        {
            terms[i] = weights[i] == TElement.Zero ? TElement.Zero : terms[i] * weights[i];
        }

        SetSum(block, BlockSum.Of(terms, count));
        if (Terms != null)
        {
            new ReadOnlySpan<TElement>(terms, count).CopyTo(new Span<TElement>(Terms + start, count));
        }
    }
}

/// <summary>Four pointers, one for each input.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly unsafe struct Pointers<TElement>(TElement* first, TElement* second, TElement* third, TElement* fourth)
    where TElement : unmanaged
{
    public readonly TElement* First = first;
    public readonly TElement* Second = second;
    public readonly TElement* Third = third;
    public readonly TElement* Fourth = fourth;

    /// <summary>By memory access, without a switch (see PointJob.RunGradient).</summary>
    public TElement* this[int index] => (TElement*)Unsafe.Add(ref Unsafe.As<Pointers<TElement>, nint>(ref Unsafe.AsRef(in this)), index);

    public bool Any => First != null || Second != null || Third != null || Fourth != null;
}
