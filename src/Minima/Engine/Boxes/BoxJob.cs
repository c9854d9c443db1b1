using System.Numerics;
using System.Runtime.CompilerServices;
using Minima.Reals;

namespace Minima;

/// <summary>
/// One checked batch of pairs of boxes, cut into blocks that stay in the first-level cache. A block is split into arrays of coordinates, run
/// through the kernels, weighted, summed in double; block sums are added in order. Nothing of it depends on which thread ran which block.
/// </summary>
internal sealed unsafe class BoxJob<TLoss, L, TElement> : BlockJob
    where TLoss : struct, IBoxLoss
    where L : struct, ILanes<L, TElement>
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    /// <summary>Boxes of a block.</summary>
    public const int Boxes = Scratch.Block / 4;

    /// <summary>Below this many boxes a second thread costs more than it brings.</summary>
    private const int ParallelFrom = 4 * Boxes;

    /// <summary>From how many boxes on a batch is worth a compiled kernel.</summary>
    private const int CompiledFrom = 8 * Boxes;

    // Scratch buffers.
    private const int PredictionBuffer = 0;
    private const int TargetBuffer = 1;
    private const int OutBuffer = 2;
    private const int TermsBuffer = 3;
    private const int WeightBuffer = 4;

    [ThreadStatic]
    private static BoxJob<TLoss, L, TElement>? pooled;

    private BoundKernel? gradient;
    private BoundKernel? targetGradient;

    public TLoss Loss { get; set; }

    public int Count { get; set; }

    public TElement* Prediction { get; set; }

    public TElement* Target { get; set; }

    public TElement* Gradient { get; set; }

    public TElement* TargetGradient { get; set; }

    public TElement* Hessian { get; set; }

    public TElement* TargetHessian { get; set; }

    public TElement* Terms { get; set; }

    public TElement* Weight { get; set; }

    public bool* Mask { get; set; }

    public Curvature Curvature { get; set; }

    public double Scale { get; set; }

    /// <summary>The calling thread's job of this kind: calls allocate nothing once it exists.</summary>
    public static BoxJob<TLoss, L, TElement> Rent()
    {
        var job = pooled ?? new BoxJob<TLoss, L, TElement>();
        pooled = null;
        return job;
    }

    public void Return() => pooled = this;

    /// <summary>Runs every block and adds up their sums.</summary>
    public double RunAll(int threads) =>
        SumOfBlocks((Count + Boxes - 1) / Boxes, Count < ParallelFrom ? 1 : threads > 0 ? threads : Environment.ProcessorCount);

    public override void Run(int block)
    {
        var start = block * Boxes;
        var count = Math.Min(Boxes, Count - start);
        var scratch = Scratch.Rent();
        var terms = scratch.Buffer<TElement>(TermsBuffer);
        var weights = BlockWeights(scratch.Buffer<TElement>(WeightBuffer), start, count);
        var view = new BoxBlock<TElement>
        {
            Prediction = scratch.Buffer<TElement>(PredictionBuffer),
            Target = scratch.Buffer<TElement>(TargetBuffer),
            Out = scratch.Buffer<TElement>(OutBuffer),
            Terms = terms,
            Count = (count + Scratch.Padding - 1) & ~(Scratch.Padding - 1),
            Scale = weights == null ? Scale : 1,
        };
        BoxLayout.Split(Prediction + 4L * start, view.Prediction, Boxes, count);
        BoxLayout.Split(Target + 4L * start, view.Target, Boxes, count);
        if (Hessian != null)
        {
            Curve(view, ofTarget: false);
            Deliver(view, weights, Hessian + 4L * start, count);
        }

        if (TargetHessian != null)
        {
            Curve(view, ofTarget: true);
            Deliver(view, weights, TargetHessian + 4L * start, count);
        }

        if (Gradient != null)
        {
            Differentiate(view, gradient, ofTarget: false);
            Deliver(view, weights, Gradient + 4L * start, count);
        }

        if (TargetGradient != null)
        {
            Differentiate(view, targetGradient, ofTarget: true);
            Deliver(view, weights, TargetGradient + 4L * start, count);
        }

        if (Gradient == null && TargetGradient == null)
        {
            BoxKernel<TLoss, L, TElement>.Value(Loss, view);
        }

        for (var i = 0; weights != null && i < count; i++)
        {
            terms[i] = weights[i] == TElement.Zero ? TElement.Zero : terms[i] * weights[i];
        }

        SetSum(block, typeof(TElement) == typeof(float) ? BlockSum.Of((float*)terms, count) : BlockSum.Of((double*)terms, count));
        if (Terms != null)
        {
            new ReadOnlySpan<TElement>(terms, count).CopyTo(new Span<TElement>(Terms + start, count));
        }

        // Not in a finally: what a formula that throws leaves behind is collected.
        scratch.Return();
    }

    /// <summary>Decides, once for the whole batch and on one thread, whether its blocks run through compiled kernels, and makes those that they need.</summary>
    public void ChooseKernels(KernelWay way)
    {
        gradient = null;
        targetGradient = null;
        if (RuntimeFeature.IsDynamicCodeSupported && RuntimeFeature.IsDynamicCodeCompiled && L.Count > 1 && (way == KernelWay.Compiled || (way == KernelWay.BySize && Count >= CompiledFrom)))
        {
            var compiled = CompiledBoxes<TLoss, L, TElement>.Of(Loss);
            gradient = Gradient == null ? null : compiled.Gradient(ofTarget: false);
            targetGradient = TargetGradient == null ? null : compiled.Gradient(ofTarget: true);
        }
    }

    private void Differentiate(in BoxBlock<TElement> view, BoundKernel? compiled, bool ofTarget)
    {
        if (compiled is not null)
        {
            Run(compiled, view);
        }
        else if (ofTarget)
        {
            BoxKernel<TLoss, L, TElement>.Gradient<OfTarget<FirstCorner>>(Loss, view);
            BoxKernel<TLoss, L, TElement>.Gradient<OfTarget<SecondCorner>>(Loss, view);
        }
        else
        {
            BoxKernel<TLoss, L, TElement>.Gradient<OfPrediction<FirstCorner>>(Loss, view);
            BoxKernel<TLoss, L, TElement>.Gradient<OfPrediction<SecondCorner>>(Loss, view);
        }
    }

    private static void Run(BoundKernel compiled, in BoxBlock<TElement> view)
    {
        var sums = stackalloc double[16];
        new Span<double>(sums, 16).Clear(); // The kernel adds its terms up here; they are summed from memory, by all ways alike.
        var p = view.Prediction;
        var t = view.Target;
        var g = view.Out;
        const int Next = Boxes;
        var points = new PointBlock<TElement>
        {
            First = p,
            Second = p + Next,
            Third = p + 2 * Next,
            Fourth = p + 3 * Next,
            Fifth = t,
            Sixth = t + Next,
            Seventh = t + 2 * Next,
            Eighth = t + 3 * Next,
            ThirdWalks = -1,
            FourthWalks = -1,
            FirstOut = g,
            SecondOut = g + Next,
            ThirdOut = g + 2 * Next,
            FourthOut = g + 3 * Next,
            Terms = view.Terms,
            TermsWalk = -1,
            Sums = sums,
            Count = view.Count,
            Scale = view.Scale,
        };
        compiled.Run(ref points);
    }

    private void Curve(in BoxBlock<TElement> view, bool ofTarget)
    {
        if (ofTarget)
        {
            BoxKernel<TLoss, L, TElement>.Curvature<OfTarget<OnlyX1>>(Loss, view);
            BoxKernel<TLoss, L, TElement>.Curvature<OfTarget<OnlyY1>>(Loss, view);
            BoxKernel<TLoss, L, TElement>.Curvature<OfTarget<OnlyX2>>(Loss, view);
            BoxKernel<TLoss, L, TElement>.Curvature<OfTarget<OnlyY2>>(Loss, view);
        }
        else
        {
            BoxKernel<TLoss, L, TElement>.Curvature<OfPrediction<OnlyX1>>(Loss, view);
            BoxKernel<TLoss, L, TElement>.Curvature<OfPrediction<OnlyY1>>(Loss, view);
            BoxKernel<TLoss, L, TElement>.Curvature<OfPrediction<OnlyX2>>(Loss, view);
            BoxKernel<TLoss, L, TElement>.Curvature<OfPrediction<OnlyY2>>(Loss, view);
        }

        for (var i = 0; Curvature == Curvature.GaussNewton && i < Scratch.Block; i++)
        {
            view.Out[i] = view.Out[i] < TElement.Zero ? TElement.Zero : view.Out[i];
        }
    }

    /// <summary>Derivatives, weighted, to the caller's boxes: 0 where the weight is 0, whatever the derivative is.</summary>
    private void Deliver(in BoxBlock<TElement> view, TElement* weights, TElement* to, int count)
    {
        for (nint i = 0; weights != null && i < view.Count; i += L.Count)
        {
            var factor = L.Of(Scale) * L.Load(weights + i);
            for (var c = 0; c < 4; c++)
            {
                var at = view.Out + c * Boxes + i;
                L.Store(L.Chain(L.Load(at), factor), at);
            }
        }

        BoxLayout.Join(view.Out, Boxes, to, count);
    }

    /// <summary>The block's weights with 0 where the mask leaves out, or null where there are neither.</summary>
    private TElement* BlockWeights(TElement* weights, int start, int count)
    {
        if (Mask == null && Weight == null)
        {
            return null;
        }

        for (var i = 0; i < count; i++)
        {
            weights[i] = Mask != null && !Mask[start + i] ? TElement.Zero : Weight == null ? TElement.One : Weight[start + i];
        }

        new Span<TElement>(weights + count, Scratch.Padding).Clear();
        return weights;
    }
}
