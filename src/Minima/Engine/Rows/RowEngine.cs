using System.Numerics;
using System.Runtime.Intrinsics;
using Minima.Reals;

namespace Minima;

/// <summary>
/// The driver of row losses: checks a batch, then runs its blocks of rows. Everything that DESIGN promises of reductions, weights,
/// masks, labels, domains and threads is kept here, once, for every row loss.
/// </summary>
internal static class RowEngine<TLoss>
    where TLoss : struct, IRowLoss
{
    /// <summary>Runs a batch of float on the widest lanes of the machine.</summary>
    public static LossResult Run(in TLoss loss, in LossBatch<float> batch)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            return Run<V16, float>(loss, batch);
        }

        return Vector256.IsHardwareAccelerated ? Run<V8, float>(loss, batch) : Run<V4, float>(loss, batch);
    }

    /// <summary>Runs a batch of double on the widest lanes of the machine.</summary>
    public static LossResult Run(in TLoss loss, in LossBatch<double> batch)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            return Run<W8, double>(loss, batch);
        }

        return Vector256.IsHardwareAccelerated ? Run<W4, double>(loss, batch) : Run<W2, double>(loss, batch);
    }

    /// <summary>Runs a batch on chosen lanes.</summary>
    public static unsafe LossResult Run<L, TElement>(in TLoss loss, in LossBatch<TElement> batch, KernelWay way = KernelWay.BySize)
        where L : unmanaged, ILanes<L, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        if (batch.NeedsOrder(target: 1))
        {
            return Run<L, TElement>(loss, batch.Ordered(LossDescription<RowFormula<TLoss>>.Key, LossDescription<RowFormula<TLoss>>.InputNames(new(loss)), target: 1), way);
        }

        LossDescription<RowFormula<TLoss>>.CheckParameters(new(loss));
        var denominator = RowBatchCheck<TLoss>.Check(loss, batch, out var rows);
        if (rows == 0)
        {
            return new LossResult(0, 0, batch.Reduction);
        }

        // The stand-in comes first: the gradient may be written over the prediction. Beside it there is no Hessian to calculate.
        var isConstant = batch.Curvature == Curvature.Constant;
        if (isConstant) ConstantCurvature.OfRows<TLoss, TElement>(batch, denominator);

        var job = RowJob<TLoss, L, TElement>.Rent();
        try
        {
            fixed (TElement* prediction = batch.Prediction, target = batch.Target, weight = batch.SampleWeight, terms = batch.Terms)
            fixed (TElement* gradient = batch.Gradient, targetGradient = batch.TargetGradient, hessian = batch.Hessian, targetHessian = batch.TargetHessian)
            fixed (int* labels = batch.Labels)
            fixed (bool* mask = batch.Mask)
            {
                job.Loss = loss;
                job.Rows = rows;
                job.Classes = batch.Classes.GetValueOrDefault();
                job.Inner = batch.Inner ?? 1;
                job.Prediction = prediction;
                job.Target = target;
                job.Labels = labels;
                job.Gradient = gradient;
                job.TargetGradient = targetGradient;
                job.Hessian = isConstant ? null : hessian;
                job.TargetHessian = targetHessian;
                job.Terms = terms;
                job.Weight = weight;
                job.Mask = mask;
                job.IgnoredLabel = labels == null || batch.IgnoreIndex == IgnoreIndex.None ? null : batch.IgnoreIndex ?? TLoss.IgnoreIndex;
                job.Curvature = isConstant ? Curvature.GaussNewton : batch.Curvature;
                job.Scale = batch.Reduction == Reduction.Mean ? (denominator == 0 ? 0 : 1 / denominator) : 1;
                job.SetClassWeights(batch.ClassWeights);
                if (way != KernelWay.Lanes && HasFusedWay && job.Inner == 1 && batch.TargetGradient.IsEmpty && batch.TargetHessian.IsEmpty && RunFused(job, batch) is { } sum)
                {
                    return new LossResult(sum, denominator, batch.Reduction);
                }

                return new LossResult(job.RunAll(batch.Threads), denominator, batch.Reduction);
            }
        }
        finally
        {
            job.Return();
        }
    }

    private static readonly bool HasFusedWay = typeof(ILogProbabilityLoss).IsAssignableFrom(typeof(TLoss)) || typeof(IClassSumLoss).IsAssignableFrom(typeof(TLoss)) || TLoss.HandsRowOn;

    /// <summary>The sum of the rows by fused kernels, or null where they do not know the loss: rows must be contiguous, a curvature has its closed form even where the rest is left to the lanes.</summary>
    private static unsafe double? RunFused<L, TElement>(RowJob<TLoss, L, TElement> job, in LossBatch<TElement> batch)
        where L : unmanaged, ILanes<L, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var way = FusedKernels<L, TElement>.Rent();
        fixed (TElement* classWeights = batch.ClassWeights)
        {
            way.Batch = new SoftmaxBatch<TElement>
            {
                Logits = job.Prediction,
                Rows = job.Rows,
                Classes = job.Classes,
                Labels = job.Labels,
                Target = job.Target,
                ClassWeight = classWeights,
                RowWeight = job.Weight,
                Mask = job.Mask,
                IgnoredLabel = job.IgnoredLabel ?? IgnoreIndex.None,
                Gradient = job.Gradient,
                Terms = job.Terms,
                Scale = job.Scale,
                Threads = batch.Threads,
            };
            way.Hessian = job.Hessian;
            way.IsNonNegative = job.Curvature == Curvature.GaussNewton;
            var row = stackalloc F64[1 + TLoss.ScratchRows];
            var isFused = job.Loss.Of(new Row<F64>(way, new ReadOnlySpan<F64>(row, 1), new Span<F64>(row + 1, TLoss.ScratchRows))).X.Equals(FusedRows.Mark);
            var sum = isFused ? way.Sum : null;
            way.Return();
            if (isFused && way.HasCurvature)
            {
                job.Hessian = null;
            }

            return sum;
        }
    }
}
