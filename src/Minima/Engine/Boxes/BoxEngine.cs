using System.Numerics;
using System.Runtime.Intrinsics;
using Minima.Reals;

namespace Minima;

/// <summary>The driver of box losses: checks a batch, then runs its blocks of boxes.</summary>
internal static class BoxEngine<TLoss>
    where TLoss : struct, IBoxLoss
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
        where L : struct, ILanes<L, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        if (batch.NeedsOrder(target: 1))
        {
            return Run<L, TElement>(loss, batch.Ordered(LossDescription<BoxFormula<TLoss>>.Key, LossDescription<BoxFormula<TLoss>>.InputNames(new(loss)), target: 1), way);
        }

        LossDescription<BoxFormula<TLoss>>.CheckParameters(new(loss));
        var denominator = BoxBatchCheck<TLoss>.Check(batch, out var boxes);
        if (boxes == 0)
        {
            return new LossResult(0, 0, batch.Reduction);
        }

        // The stand-in comes first: the gradient may be written over the prediction. Beside it there is no Hessian to calculate.
        var isConstant = batch.Curvature == Curvature.Constant;
        if (isConstant) ConstantCurvature.OfBoxes(batch, denominator);

        var job = BoxJob<TLoss, L, TElement>.Rent();
        try
        {
            fixed (TElement* prediction = batch.Prediction, target = batch.Target, weight = batch.SampleWeight, terms = batch.Terms)
            fixed (TElement* gradient = batch.Gradient, targetGradient = batch.TargetGradient, hessian = batch.Hessian, targetHessian = batch.TargetHessian)
            fixed (bool* mask = batch.Mask)
            {
                job.Loss = loss;
                job.Count = boxes;
                job.Prediction = prediction;
                job.Target = target;
                job.Gradient = gradient;
                job.TargetGradient = targetGradient;
                job.Hessian = isConstant ? null : hessian;
                job.TargetHessian = targetHessian;
                job.Terms = terms;
                job.Weight = weight;
                job.Mask = mask;
                job.Curvature = isConstant ? Curvature.GaussNewton : batch.Curvature;
                job.Scale = batch.Reduction == Reduction.Mean ? (denominator == 0 ? 0 : 1 / denominator) : 1;
                job.ChooseKernels(way);
                return new LossResult(job.RunAll(batch.Threads), denominator, batch.Reduction);
            }
        }
        finally
        {
            job.Return();
        }
    }
}
