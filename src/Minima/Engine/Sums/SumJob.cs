using System.Numerics;
using Minima.Reals;

namespace Minima;

/// <summary>
/// One batch of a loss of sums: sums the blocks, computes the loss of each group and its derivatives with respect to the sums, then writes the gradient
/// block by block.
/// </summary>
internal sealed unsafe class SumJob<TLoss, L, TElement> : LossJob<SumFormula<TLoss>, TElement>
    where TLoss : struct, ISumLoss
    where L : struct, ILanes<L, double>
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    /// <summary>Below this many elements a second thread costs more than it gains.</summary>
    private const int ParallelFrom = 8 * Scratch.Block;

    /// <summary>Groups with runs shorter than this are gathered first.</summary>
    private const int ShortStretch = 256;

    /// <summary>Terms of one block of final formulas.</summary>
    private const int TermsOfBlock = 64;

    // Scratch buffers: gathered inputs and gradient, and the padded tail of a block.
    private const int PredictionBuffer = 0;
    private const int TargetBuffer = 1;
    private const int OutBuffer = 2;
    private const int TailBuffer = 3;

    private readonly SumFinal<TLoss> final = new();
    private double[] partial = [];
    private double[] pivots = [];
    private SumLayout groups;
    private Phase phase;
    private int blocksOfGroup;
    private int blocksOfStretch;
    private bool gathers;

    private enum Phase
    {
        Sums,
        Finals,
        Derivatives,
    }

    private TLoss Loss => Formula.Formula;

    /// <inheritdoc/>
    /// <exception cref="LossException">The sums of a group break a rule; nothing has been written in that case.</exception>
    public override double RunAll(in LossBatch<TElement> batch, KernelWay way)
    {
        groups = Layout.Sums;
        gathers = groups.Outer > 1 && groups.Inner < ShortStretch;
        blocksOfStretch = (groups.Inner + Scratch.Block - 1) / Scratch.Block;
        blocksOfGroup = gathers ? (int)((groups.Count + Scratch.Block - 1) / Scratch.Block) : groups.Outer * blocksOfStretch;
        var blocks = groups.Groups * blocksOfGroup;
        var wanted = ThreadsFor(batch, groups.Count * groups.Groups >= ParallelFrom);
        if (partial.Length < blocks * TLoss.Count)
        {
            partial = new double[Math.Max(blocks * TLoss.Count, 2 * partial.Length)];
        }

        FindPivots();
        phase = Phase.Sums;
        SumOfBlocks(blocks, wanted);
        final.Prepare(groups, Gradient != null || Hessian != null, Hessian != null);
        for (var group = 0; group < groups.Groups; group++)
        {
            if (WeightOf(group / groups.GroupsOfTerm) != 0)
            {
                final.SetSums(group, partial.AsSpan(group * blocksOfGroup * TLoss.Count, blocksOfGroup * TLoss.Count));
            }
        }

        phase = Phase.Finals;
        var sum = SumOfBlocks((groups.Terms + TermsOfBlock - 1) / TermsOfBlock, wanted);
        if (Gradient != null || Hessian != null)
        {
            phase = Phase.Derivatives;
            SumOfBlocks(blocks, wanted);
        }

        return sum;
    }

    /// <inheritdoc/>
    public override void Return() => Pooled<SumJob<TLoss, L, TElement>>.Return(this);

    public override void Run(int block)
    {
        if (phase == Phase.Finals)
        {
            RunFinals(block);
            return;
        }

        SetSum(block, 0);
        var group = block / blocksOfGroup;
        var part = block % blocksOfGroup;
        var weight = WeightOf(group / groups.GroupsOfTerm);
        if (phase == Phase.Sums && weight == 0)
        {
            return;
        }

        var scratch = Scratch.Rent();
        var place = Place(group, part, out var count);
        var view = new SumBlock<TElement>
        {
            Prediction = gathers ? Gather(Prediction, scratch.Buffer<TElement>(PredictionBuffer), group, place, count) : Prediction + place,
            Target = gathers ? Gather(Target, scratch.Buffer<TElement>(TargetBuffer), group, place, count) : Target + place,
            Out = scratch.Buffer<TElement>(OutBuffer),
            PredictionPivot = TLoss.Pivot == SumPivot.None ? 0 : pivots[2 * group],
            TargetPivot = TLoss.Pivot == SumPivot.None ? 0 : pivots[2 * group + 1],
            Count = count & ~(Scratch.Padding - 1),
        };
        if (phase == Phase.Sums)
        {
            fixed (double* to = &partial[block * TLoss.Count])
            {
                Sum(scratch, view, count, to);
            }
        }
        else
        {
            // The curvature first: a gradient may replace the prediction.
            if (Hessian != null)
            {
                Deliver(scratch, view, group, place, count, Hessian, weight, curves: true);
            }

            if (Gradient != null)
            {
                Deliver(scratch, view, group, place, count, Gradient, weight, curves: false);
            }
        }

        // Not in a finally: after an exception the garbage collector takes the scratch.
        scratch.Return();
    }

    /// <summary>Finds the pivots once for the whole call: a gradient may be written over the predictions that define them.</summary>
    private void FindPivots()
    {
        if (TLoss.Pivot == SumPivot.None)
        {
            return;
        }

        if (pivots.Length < 2 * groups.Groups)
        {
            pivots = new double[Math.Max(2 * groups.Groups, 2 * pivots.Length)];
        }

        for (var group = 0; group < groups.Groups; group++)
        {
            var (origin, _) = Locate(group, 0);
            pivots[2 * group] = double.CreateTruncating(TLoss.Pivot == SumPivot.Own ? Prediction[origin] : Target[origin]);
            pivots[2 * group + 1] = double.CreateTruncating(Target[origin]);
        }
    }

    private double WeightOf(int term) => Mask != null && !Mask[term] ? 0 : Weight == null ? 1 : double.CreateTruncating(Weight[term]);

    private void RunFinals(int block)
    {
        double sum = 0;
        for (var term = block * TermsOfBlock; term < Math.Min((block + 1) * TermsOfBlock, groups.Terms); term++)
        {
            var weight = WeightOf(term);
            var value = weight == 0 ? 0 : weight * final.Run(Loss, term, weight * Scale);
            sum += value;
            if (Terms != null)
            {
                Terms[term] = TElement.CreateTruncating(value);
            }
        }

        SetSum(block, sum);
    }

    /// <summary>The start of a block: in the arrays or, if runs are gathered, among the elements of its group.</summary>
    private long Place(int group, int part, out int count)
    {
        if (gathers)
        {
            var start = (long)part * Scratch.Block;
            count = (int)Math.Min(Scratch.Block, groups.Count - start);
            return start;
        }

        var offset = part % blocksOfStretch * Scratch.Block;
        count = Math.Min(Scratch.Block, groups.Inner - offset);
        return groups.Start(group, part / blocksOfStretch) + offset;
    }

    /// <summary>The position of element <paramref name="index"/> of a group, and the number of elements that follow it there.</summary>
    private (long At, int Run) Locate(int group, long index)
    {
        var (outer, offset) = ((int)(index / groups.Inner), (int)(index % groups.Inner));
        return (groups.Start(group, outer) + offset, groups.Inner - offset);
    }

    private TElement* Gather(TElement* from, TElement* to, int group, long start, int count)
    {
        for (var i = 0; i < count;)
        {
            var (at, run) = Locate(group, start + i);
            run = Math.Min(run, count - i);
            new ReadOnlySpan<TElement>(from + at, run).CopyTo(new Span<TElement>(to + i, run));
            i += run;
        }

        return to;
    }

    private void Sum(Scratch scratch, SumBlock<TElement> view, int count, double* to)
    {
        var sums = stackalloc double[5 * 16];
        var tails = stackalloc double[5 * 16];
        new Span<double>(sums, 5 * 16).Clear();
        SumKernel<TLoss, L, TElement>.Sum(Loss, view, sums);
        var rest = count - (int)view.Count;
        if (rest > 0)
        {
            // The padded tail has separate accumulators: one element per accumulator, and those of the padding are not read.
            new Span<double>(tails, 5 * 16).Clear();
            SumKernel<TLoss, L, TElement>.Sum(Loss, Tail(scratch, view, rest), tails);
        }

        for (var k = 0; k < TLoss.Count; k++)
        {
            for (var i = 0; i < rest; i++)
            {
                sums[16 * k + i] += tails[16 * k + i];
            }

            to[k] = BlockSum.Join(sums + 16 * k);
        }
    }

    /// <summary>Writes the derivatives of a block to its elements; 0 if the group does not count.</summary>
    private void Deliver(Scratch scratch, SumBlock<TElement> view, int group, long place, int count, TElement* to, double weight, bool curves)
    {
        if (weight == 0)
        {
            new Span<TElement>(view.Out, count).Clear();
        }
        else
        {
            Differentiate(view, group, curves);
            var rest = count - (int)view.Count;
            if (rest > 0)
            {
                var tail = Tail(scratch, view, rest);
                Differentiate(tail, group, curves);
            }
        }

        for (var i = 0; curves && Curvature == Curvature.GaussNewton && i < count; i++)
        {
            view.Out[i] = view.Out[i] < TElement.Zero ? TElement.Zero : view.Out[i];
        }

        for (var i = 0; i < count;)
        {
            var (at, run) = gathers ? Locate(group, place + i) : (place, count);
            run = Math.Min(run, count - i);
            new ReadOnlySpan<TElement>(view.Out + i, run).CopyTo(new Span<TElement>(to + at, run));
            i += run;
        }
    }

    private void Differentiate(in SumBlock<TElement> view, int group, bool curves)
    {
        fixed (double* slopes = final.SlopesOf(group), curvatures = final.CurvaturesOf(group))
        {
            if (curves)
            {
                SumKernel<TLoss, L, TElement>.Curvature(Loss, view, slopes, curvatures);
            }
            else if (SumFinal<TLoss>.NeedGuard(final.SlopesOf(group)))
            {
                SumKernel<TLoss, L, TElement>.Gradient<GuardedProduct>(Loss, view, slopes);
            }
            else
            {
                SumKernel<TLoss, L, TElement>.Gradient<PlainProduct>(Loss, view, slopes);
            }
        }
    }

    /// <summary>The end of a block, padded to sixteen with copies of its last element, which stay inside every domain that contains it.</summary>
    private static SumBlock<TElement> Tail(Scratch scratch, SumBlock<TElement> view, int rest)
    {
        var whole = view.Count;
        view.Prediction = Pad(view.Prediction + whole, scratch.Buffer<TElement>(TailBuffer), rest);
        view.Target = Pad(view.Target + whole, scratch.Buffer<TElement>(TailBuffer) + Scratch.Padding, rest);
        view.Out += whole;
        view.Count = Scratch.Padding;
        return view;
    }

    private static TElement* Pad(TElement* from, TElement* to, int count)
    {
        new ReadOnlySpan<TElement>(from, count).CopyTo(new Span<TElement>(to, count));
        new Span<TElement>(to + count, Scratch.Padding - count).Fill(from[count - 1]);
        return to;
    }
}
