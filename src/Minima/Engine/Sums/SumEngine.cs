using System.Numerics;
using System.Runtime.Intrinsics;
using Minima.Reals;

namespace Minima;

/// <summary>The driver of losses of sums: checks a batch, then runs it. Lanes of double whatever the elements are (<see cref="SumKernel{TLoss, L, TElement}"/>).</summary>
internal static class SumEngine<TLoss>
    where TLoss : struct, ISumLoss
{
    /// <summary>Runs a batch on the widest lanes of the machine.</summary>
    public static LossResult Run<TElement>(in TLoss loss, in LossBatch<TElement> batch)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        if (Vector512.IsHardwareAccelerated)
        {
            return Run<W8, TElement>(loss, batch);
        }

        return Vector256.IsHardwareAccelerated ? Run<W4, TElement>(loss, batch) : Run<W2, TElement>(loss, batch);
    }

    /// <summary>Runs a batch on chosen lanes.</summary>
    public static unsafe LossResult Run<L, TElement>(in TLoss loss, in LossBatch<TElement> batch)
        where L : struct, ILanes<L, double>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        if (batch.NeedsOrder(target: 1))
        {
            return Run<L, TElement>(loss, batch.Ordered(LossDescription<SumFormula<TLoss>>.Key, LossDescription<SumFormula<TLoss>>.InputNames(new(loss)), target: 1));
        }

        LossDescription<SumFormula<TLoss>>.CheckParameters(new(loss));
        var denominator = SumBatchCheck<TLoss>.Check(loss, batch, out var layout);
        if (layout.Groups == 0)
        {
            return new LossResult(0, 0, batch.Reduction);
        }

        // The stand-in comes first: the gradient may be written over the prediction. Beside it there is no Hessian to calculate.
        var isConstant = batch.Curvature == Curvature.Constant;
        if (isConstant) ConstantCurvature.OfSums(batch, layout, denominator);

        var job = SumJob<TLoss, L, TElement>.Rent();
        try
        {
            fixed (TElement* prediction = batch.Prediction, target = batch.Target, weight = batch.SampleWeight, terms = batch.Terms, gradient = batch.Gradient, hessian = batch.Hessian)
            fixed (bool* mask = batch.Mask)
            {
                job.Loss = loss;
                job.Layout = layout;
                job.Prediction = prediction;
                job.Target = target;
                job.Gradient = gradient;
                job.Hessian = isConstant ? null : hessian;
                job.Terms = terms;
                job.Weight = weight;
                job.Mask = mask;
                job.Curvature = isConstant ? Curvature.GaussNewton : batch.Curvature;
                job.Scale = batch.Reduction == Reduction.Mean ? (denominator == 0 ? 0 : 1 / denominator) : 1;
                var sum = job.RunAll(batch.Threads);

                // What several groups give is averaged: there is one scalar, and nothing to divide it by.
                return TLoss.IsScalar ? new LossResult(sum / denominator, 1, Reduction.Mean) : new LossResult(sum, denominator, batch.Reduction);
            }
        }
        finally
        {
            job.Return();
        }
    }
}
