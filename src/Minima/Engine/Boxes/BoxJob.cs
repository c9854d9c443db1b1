using System.Numerics;
using System.Runtime.CompilerServices;
using Minima.Reals;

namespace Minima;

/// <summary>One batch of pairs of boxes; each block is split into arrays of coordinates.</summary>
internal sealed unsafe class BoxJob<TLoss, L, TElement> : LossJob<BoxFormula<TLoss>, TElement>
    where TLoss : struct, IBoxLoss
    where L : struct, ILanes<L, TElement>
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    /// <summary>Boxes of a block.</summary>
    public const int Boxes = Scratch.Block / 4;

    /// <summary>Below this many boxes a second thread costs more than it gains.</summary>
    private const int ParallelFrom = 4 * Boxes;

    /// <summary>From this many boxes on, a compiled kernel pays off.</summary>
    private const int CompiledFrom = 8 * Boxes;

    // Scratch buffers.
    private const int PredictionBuffer = 0;
    private const int TargetBuffer = 1;
    private const int OutBuffer = 2;
    private const int TermsBuffer = 3;
    private const int WeightBuffer = 4;

    private BoundKernel? gradient;
    private BoundKernel? targetGradient;

    private TLoss Loss => Formula.Formula;

    /// <inheritdoc/>
    public override double RunAll(in LossBatch<TElement> batch, KernelWay way)
    {
        ChooseKernels(way);
        return SumOfBlocks((Layout.Terms + Boxes - 1) / Boxes, ThreadsFor(batch, Layout.Terms >= ParallelFrom));
    }

    /// <inheritdoc/>
    public override void Return() => Pooled<BoxJob<TLoss, L, TElement>>.Return(this);

    public override void Run(int block)
    {
        var start = block * Boxes;
        var count = Math.Min(Boxes, Layout.Terms - start);
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

        Finish(block, terms, weights, start, count);

        // Not in a finally: after an exception the garbage collector takes the scratch.
        scratch.Return();
    }

    /// <summary>Decides, once for the whole batch and on one thread, if its blocks run through compiled kernels, and builds those.</summary>
    private void ChooseKernels(KernelWay way)
    {
        gradient = null;
        targetGradient = null;
        if (RuntimeFeature.IsDynamicCodeSupported && RuntimeFeature.IsDynamicCodeCompiled && L.Count > 1 && (way == KernelWay.Compiled || (way == KernelWay.BySize && Layout.Terms >= CompiledFrom)))
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
        new Span<double>(sums, 16).Clear(); // The kernel adds its terms here; every way sums them from memory.
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

    /// <summary>Writes weighted derivatives to the caller's boxes: 0 if the weight is 0, for every derivative.</summary>
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
}
