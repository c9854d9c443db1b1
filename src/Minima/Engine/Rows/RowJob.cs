using System.Numerics;
using Minima.Reals;

namespace Minima;

/// <summary>One batch of a row loss: blocks of rows, side by side in lanes, or the fused kernels of a loss that has them.</summary>
internal sealed unsafe class RowJob<TLoss, L, TElement> : LossJob<RowFormula<TLoss>, TElement>
    where TLoss : struct, IRowLoss
    where L : unmanaged, ILanes<L, TElement>
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    /// <summary>Below this many elements a second thread costs more than it gains.</summary>
    private const int ParallelFrom = 2 * Scratch.Block;

    // Scratch buffers: terms, weights of rows.
    private const int TermsBuffer = 0;
    private const int WeightBuffer = 1;

    private static readonly bool HasFusedWay = typeof(ILogProbabilityLoss).IsAssignableFrom(typeof(TLoss)) || typeof(IClassSumLoss).IsAssignableFrom(typeof(TLoss)) || TLoss.HandsRowOn;

    private double[] classWeights = [];
    private int classWeightCount;
    private int rowsOfBlock;

    public TLoss Loss => Formula.Formula;

    public int Classes => Layout.Classes;

    public int Inner => Layout.Inner;

    public ReadOnlySpan<double> ClassWeights => classWeights.AsSpan(0, classWeightCount);

    /// <inheritdoc/>
    public override double RunAll(in LossBatch<TElement> batch, KernelWay way)
    {
        SetClassWeights(batch.ClassWeights);
        if (way != KernelWay.Lanes && HasFusedWay && Inner == 1 && TargetGradient == null && TargetHessian == null && RunFused(batch) is { } sum)
        {
            return sum;
        }

        // About enough elements to fill the first-level cache, in whole lanes of every width.
        rowsOfBlock = Math.Clamp(Scratch.Block / Classes & ~(Scratch.Padding - 1), Scratch.Padding, Scratch.Block);
        return SumOfBlocks((Layout.Terms + rowsOfBlock - 1) / rowsOfBlock, ThreadsFor(batch, (long)Layout.Terms * Classes >= ParallelFrom));
    }

    /// <inheritdoc/>
    public override void Return() => Pooled<RowJob<TLoss, L, TElement>>.Return(this);

    /// <summary>Converts class weights to double, as formulas need them, one copy for all lanes.</summary>
    private void SetClassWeights(ReadOnlySpan<TElement> weights)
    {
        if (classWeights.Length < weights.Length)
        {
            classWeights = new double[weights.Length];
        }

        classWeightCount = weights.Length;
        for (var k = 0; k < weights.Length; k++)
        {
            classWeights[k] = double.CreateTruncating(weights[k]);
        }
    }

    public override void Run(int block)
    {
        var start = block * rowsOfBlock;
        var count = Math.Min(rowsOfBlock, Layout.Terms - start);
        var scratch = Scratch.Rent();
        var terms = scratch.Buffer<TElement>(TermsBuffer);
        var ones = scratch.Buffer<TElement>(WeightBuffer);
        var weights = BlockWeights(ones, start, count);
        if (weights == null) new Span<TElement>(ones, count + Scratch.Padding).Fill(TElement.One);
        RunInLanes(start, count, terms, ones);

        Finish(block, terms, weights, start, count);

        // Not in a finally: after an exception the garbage collector takes the scratch.
        scratch.Return();
    }

    /// <summary>Runs any formula: as many rows at once as there are lanes.</summary>
    private void RunInLanes(int start, int count, TElement* terms, TElement* weights)
    {
        var lanes = Pooled<RowLanes<TLoss, L, TElement>>.Rent();
        lanes.Run(this, start, count, terms, weights);
        lanes.Return();
    }

    /// <summary>The sum of the rows by fused kernels, or null if they do not support the loss. Rows must be contiguous. The curvature may have a closed form even if the lanes do the rest.</summary>
    private double? RunFused(in LossBatch<TElement> batch)
    {
        var way = Pooled<FusedKernels<L, TElement>>.Rent();
        fixed (TElement* weights = batch.ClassWeights)
        {
            way.Begin(
                new SoftmaxBatch<TElement>
                {
                    Logits = Prediction,
                    Rows = Layout.Terms,
                    Classes = Classes,
                    Labels = Labels,
                    Target = Target,
                    ClassWeight = weights,
                    RowWeight = Weight,
                    Mask = Mask,
                    IgnoredLabel = IgnoredLabel ?? IgnoreIndex.None,
                    Gradient = Gradient,
                    Terms = Terms,
                    Scale = Scale,
                    Threads = batch.Threads,
                },
                Hessian,
                Curvature == Curvature.GaussNewton);
            var row = stackalloc F64[1 + TLoss.ScratchRows];
            var isFused = Loss.Of(new Row<F64>(way, new ReadOnlySpan<F64>(row, 1), new Span<F64>(row + 1, TLoss.ScratchRows))).X.Equals(FusedRows.Mark);
            var sum = isFused ? way.Sum : null;
            if (isFused && way.HasCurvature)
            {
                Hessians = default;
            }

            way.Return();
            return sum;
        }
    }
}
