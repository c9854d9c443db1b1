using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Minima.Reals;

namespace Minima;

/// <summary>
/// The driver of point losses: checks a batch, then runs its blocks through the kernels. Everything that DESIGN promises of
/// reductions, weights, masks, domains and threads is kept here, once, for every point loss.
/// </summary>
internal static class PointEngine<TFormula>
    where TFormula : struct, IPointFormula
{
    /// <summary>Runs a batch of float on the widest lanes of the machine.</summary>
    public static LossResult Run(in TFormula formula, in LossBatch<float> batch)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            return Run<V16, float>(formula, batch);
        }

        return Vector256.IsHardwareAccelerated ? Run<V8, float>(formula, batch) : Run<V4, float>(formula, batch);
    }

    /// <summary>Runs a batch of double on the widest lanes of the machine.</summary>
    public static LossResult Run(in TFormula formula, in LossBatch<double> batch)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            return Run<W8, double>(formula, batch);
        }

        return Vector256.IsHardwareAccelerated ? Run<W4, double>(formula, batch) : Run<W2, double>(formula, batch);
    }

    /// <summary>Runs a batch on chosen lanes.</summary>
    public static unsafe LossResult Run<L, TElement>(in TFormula formula, in LossBatch<TElement> batch, KernelWay way = KernelWay.BySize)
        where L : struct, ILanes<L, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        if (batch.NeedsOrder(LossDescription<TFormula>.TargetIndex))
        {
            return Run<L, TElement>(formula, batch.Ordered(LossDescription<TFormula>.Key, LossDescription<TFormula>.InputNames(formula), LossDescription<TFormula>.TargetIndex), way);
        }

        LossDescription<TFormula>.CheckParameters(formula);
        var denominator = PointBatchCheck<TFormula>.Check(formula, batch);
        var count = batch.Prediction.Length;
        if (count == 0)
        {
            return new LossResult(0, 0, batch.Reduction);
        }

        if (batch.Curvature is Curvature.Weight or Curvature.Constant)
        {
            return CurvaturePolicy<TFormula, L, TElement>.Run(formula, batch, denominator, way);
        }

        var job = PointJob<TFormula, L, TElement>.Rent();
        try
        {
            fixed (TElement* first = batch.First.Values, second = batch.Second.Values, third = batch.Third.Values, fourth = batch.Fourth.Values)
            fixed (TElement* boundThird = batch.Third.Constants, boundFourth = batch.Fourth.Constants, weight = batch.SampleWeight, terms = batch.Terms)
            fixed (TElement* gradient0 = batch.First.Gradient, gradient1 = batch.Second.Gradient, gradient2 = batch.Third.Gradient, gradient3 = batch.Fourth.Gradient)
            fixed (TElement* hessian0 = batch.First.Hessian, hessian1 = batch.Second.Hessian, hessian2 = batch.Third.Hessian, hessian3 = batch.Fourth.Hessian)
            fixed (bool* mask = batch.Mask)
            {
                job.Formula = formula;
                job.Count = count;
                job.Inputs = new Pointers<TElement>(first, second, third, fourth);
                job.Gradients = new Pointers<TElement>(gradient0, gradient1, gradient2, gradient3);
                job.Hessians = new Pointers<TElement>(hessian0, hessian1, hessian2, hessian3);
                job.Terms = terms;
                job.Weight = weight;
                job.Mask = mask;
                job.Curvature = batch.Curvature;
                job.Scale = batch.Reduction == Reduction.Mean ? (denominator == 0 ? 0 : 1 / denominator) : 1;
                job.Bind(2, third, boundThird, batch.Third.Constants.Length);
                job.Bind(3, fourth, boundFourth, batch.Fourth.Constants.Length);
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

/// <summary>Four pointers, one for each input.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly unsafe struct Pointers<TElement>(TElement* first, TElement* second, TElement* third, TElement* fourth)
    where TElement : unmanaged
{
    public readonly TElement* First = first;
    public readonly TElement* Second = second;
    public readonly TElement* Third = third;
    public readonly TElement* Fourth = fourth;

    /// <summary>Read from memory, without a switch (see PointJob.RunGradient).</summary>
    public TElement* this[int index] => (TElement*)Unsafe.Add(ref Unsafe.As<Pointers<TElement>, nint>(ref Unsafe.AsRef(in this)), index);

    public bool Any => First != null || Second != null || Third != null || Fourth != null;
}
