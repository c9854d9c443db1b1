using System.Numerics;
using Minima.Reals;

namespace Minima;

/// <summary>
/// The driver of losses of every shape: checks a batch, then has its job run the blocks. It implements everything that DESIGN promises about
/// reductions, weights, masks, labels, domains and threads, once for every loss.
/// </summary>
internal static class LossEngine<TFormula, TShape>
    where TFormula : struct, ILossFormula
    where TShape : struct, ILossShape<TFormula>
{
    /// <summary>Runs a batch of float on the widest lanes of the machine.</summary>
    public static LossResult Run(in TFormula formula, in LossBatch<float> batch)
    {
        var widest = default(Widest<float>);
        WidestLanes.OfSingle(ref widest);
        return Run(formula, batch, widest.Job!);
    }

    /// <summary>Runs a batch of double on the widest lanes of the machine.</summary>
    public static LossResult Run(in TFormula formula, in LossBatch<double> batch)
    {
        var widest = default(Widest<double>);
        WidestLanes.OfDouble(ref widest);
        return Run(formula, batch, widest.Job!);
    }

    /// <summary>Runs a batch by a rented job, and returns the job to its pool.</summary>
    public static LossResult Run<TElement>(in TFormula formula, in LossBatch<TElement> batch, LossJob<TFormula, TElement> job, KernelWay way = KernelWay.BySize)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        // Not in a finally: after an exception the garbage collector takes the job.
        var result = batch.NeedsOrder(LossDescription<TFormula>.TargetIndex)
            ? RunInOrder(formula, batch.Ordered(LossDescription<TFormula>.Key, LossDescription<TFormula>.InputNames(formula), LossDescription<TFormula>.TargetIndex), job, way)
            : RunInOrder(formula, batch, job, way);
        job.Return();
        return result;
    }

    /// <summary>Runs a batch whose inputs are in the order of the formula.</summary>
    public static unsafe LossResult RunInOrder<TElement>(in TFormula formula, in LossBatch<TElement> batch, LossJob<TFormula, TElement> job, KernelWay way)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        LossDescription<TFormula>.CheckParameters(formula);
        var denominator = BatchCheck<TFormula, TShape>.Check(formula, batch, out var layout);
        if (layout.Terms == 0)
        {
            return new LossResult(0, 0, batch.Reduction);
        }

        // The substitute comes first, because the gradient may be written over the prediction. It replaces the Hessian of the prediction.
        var isSubstituted = batch.Curvature is Curvature.Weight or Curvature.Constant;
        if (isSubstituted && !batch.Hessian.IsEmpty)
        {
            if (batch.Curvature == Curvature.Constant) CurvaturePolicy<TFormula, TShape>.FillConstant(batch, layout, denominator);
            else CurvaturePolicy<TFormula, TShape>.FillWeight(formula, batch, job, way);
        }

        fixed (TElement* first = batch.First.Values, second = batch.Second.Values, weight = batch.SampleWeight, terms = batch.Terms)
        fixed (TElement* third = TFormula.Arity > 2 ? batch.Third.Values : default, fourth = TFormula.Arity > 3 ? batch.Fourth.Values : default)
        fixed (TElement* gradient0 = batch.First.Gradient, gradient1 = batch.Second.Gradient)
        fixed (TElement* gradient2 = TFormula.Arity > 2 ? batch.Third.Gradient : default, gradient3 = TFormula.Arity > 3 ? batch.Fourth.Gradient : default)
        fixed (TElement* hessian0 = batch.First.Hessian, hessian1 = batch.Second.Hessian)
        fixed (TElement* hessian2 = TFormula.Arity > 2 ? batch.Third.Hessian : default, hessian3 = TFormula.Arity > 3 ? batch.Fourth.Hessian : default)
        fixed (int* labels = batch.Labels)
        fixed (bool* mask = batch.Mask)
        {
            job.Formula = formula;
            job.Layout = layout;
            job.Inputs = new Pointers<TElement>(first, second, third, fourth);
            job.Gradients = new Pointers<TElement>(gradient0, gradient1, gradient2, gradient3);
            job.Hessians = new Pointers<TElement>(isSubstituted ? null : hessian0, hessian1, hessian2, hessian3);
            job.Terms = terms;
            job.Weight = weight;
            job.Mask = mask;
            job.Labels = labels;
            job.IgnoredLabel = BatchCheck<TFormula, TShape>.IgnoredLabel(batch);
            job.Curvature = isSubstituted ? Curvature.GaussNewton : batch.Curvature;
            job.Scale = batch.Reduction == Reduction.Mean ? (denominator == 0 ? 0 : 1 / denominator) : 1;
            var sum = job.RunAll(batch, way);
            return TShape.IsScalar ? new LossResult(sum / denominator, 1, Reduction.Mean) : new LossResult(sum, denominator, batch.Reduction);
        }
    }

    private struct Widest<TElement> : ILaneWork<TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        public LossJob<TFormula, TElement>? Job { get; private set; }

        public void Run<L, S>()
            where L : unmanaged, ILanes<L, TElement>
            where S : unmanaged, ILanes<S, TElement> => Job = TShape.Rent<L, TElement>();
    }
}
