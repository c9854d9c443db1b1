using System.Numerics;

namespace Minima;

/// <summary>Fills the Hessian of the prediction with <see cref="Curvature.Constant"/>: 1 for each number of the prediction, times the weight of its term and the reduction.</summary>
internal static class ConstantCurvature
{
    public static void OfElements<TElement>(in LossBatch<TElement> batch, double denominator)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        for (var i = 0; i < batch.Hessian.Length; i++) batch.Hessian[i] = At(batch.SampleWeight, batch.Mask, i, batch.Reduction, denominator);
    }

    /// <remarks>A class weight belongs to the row of its label.</remarks>
    public static void OfRows<TLoss, TElement>(in LossBatch<TElement> batch, double denominator)
        where TLoss : struct, IRowLoss
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        for (var i = 0; i < batch.Hessian.Length; i++)
        {
            var row = RowBatchCheck<TLoss>.RowOf(batch, i);
            var value = RowBatchCheck<TLoss>.IsLeftOut(batch, row) ? TElement.Zero : At(batch.SampleWeight, batch.Mask, row, batch.Reduction, denominator);
            batch.Hessian[i] = value == TElement.Zero || batch.ClassWeights.IsEmpty || batch.Labels.IsEmpty ? value : value * batch.ClassWeights[batch.Labels[row]];
        }
    }

    public static void OfBoxes<TElement>(in LossBatch<TElement> batch, double denominator)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        for (var i = 0; i < batch.Hessian.Length; i++) batch.Hessian[i] = At(batch.SampleWeight, batch.Mask, i / 4, batch.Reduction, denominator);
    }

    public static void OfSums<TElement>(in LossBatch<TElement> batch, in SumLayout layout, double denominator)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        for (var i = 0; i < batch.Hessian.Length; i++) batch.Hessian[i] = At(batch.SampleWeight, batch.Mask, layout.TermOf(i), batch.Reduction, denominator);
    }

    private static TElement At<TElement>(ReadOnlySpan<TElement> weights, ReadOnlySpan<bool> mask, int term, Reduction reduction, double denominator)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        if (!mask.IsEmpty && !mask[term]) return TElement.Zero;
        var weight = weights.IsEmpty ? 1 : double.CreateTruncating(weights[term]);
        return TElement.CreateTruncating(reduction != Reduction.Mean ? weight : denominator == 0 ? 0 : weight / denominator);
    }
}
