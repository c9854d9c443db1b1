using System.Buffers;
using System.Numerics;

namespace Minima;

/// <summary>Substitutes for the second derivative with respect to the prediction if that is 0, negative or infinite and a booster divides by it.</summary>
internal static class CurvaturePolicy<TFormula, TShape>
    where TFormula : struct, ILossFormula
    where TShape : struct, ILossShape<TFormula>
{
    /// <summary>1 for each element of the prediction, times the weight of its term and the reduction.</summary>
    /// <remarks>A class weight applies to the row of its label.</remarks>
    public static void FillConstant<TElement>(in LossBatch<TElement> batch, in BatchLayout layout, double denominator)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var ignored = BatchCheck<TFormula, TShape>.IgnoredLabel(batch);
        for (var i = 0; i < batch.Hessian.Length; i++)
        {
            var term = TShape.TermOf(layout, i);
            if (BatchCheck<TFormula, TShape>.IsLeftOut(batch, ignored, term))
            {
                batch.Hessian[i] = TElement.Zero;
                continue;
            }

            var weight = batch.SampleWeight.IsEmpty ? 1 : double.CreateTruncating(batch.SampleWeight[term]);
            var value = TElement.CreateTruncating(batch.Reduction != Reduction.Mean ? weight : denominator == 0 ? 0 : weight / denominator);
            batch.Hessian[i] = value == TElement.Zero || batch.ClassWeights.IsEmpty || batch.Labels.IsEmpty ? value : value * batch.ClassWeights[batch.Labels[term]];
        }
    }

    /// <summary>The absolute derivative over the absolute residual.</summary>
    public static void FillWeight<TElement>(in TFormula formula, in LossBatch<TElement> batch, LossJob<TFormula, TElement> job, KernelWay way)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var count = batch.Prediction.Length;
        var slopes = ArrayPool<TElement>.Shared.Rent(count);
        var sizes = ArrayPool<double>.Shared.Rent(count);
        try
        {
            var both = batch;
            both.Terms = default;
            both.Gradient = slopes.AsSpan(0, count);
            both.Second.Gradient = both.Third.Gradient = both.Fourth.Gradient = default;
            both.Second.Hessian = both.Third.Hessian = both.Fourth.Hessian = default;
            both.Curvature = Curvature.GaussNewton;
            LossEngine<TFormula, TShape>.RunInOrder(formula, both, job, way);
            var median = Median(batch, sizes);
            for (var i = 0; i < count; i++)
            {
                var size = Size(batch, i);
                var slope = Math.Abs(double.CreateTruncating(slopes[i]));
                var exact = double.CreateTruncating(batch.Hessian[i]);
                batch.Hessian[i] = TElement.CreateTruncating(CurvatureWeight.Of(size, slope, exact, median));
            }
        }
        finally
        {
            ArrayPool<TElement>.Shared.Return(slopes);
            ArrayPool<double>.Shared.Return(sizes);
        }
    }

    /// <summary>The median absolute residual of the terms that count; if it is 0, their mean.</summary>
    private static double Median<TElement>(in LossBatch<TElement> batch, double[] sizes)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var counted = 0;
        double sum = 0;
        for (var i = 0; i < batch.Prediction.Length; i++)
        {
            if (BatchCheck<TFormula, TShape>.IsLeftOut(batch, null, i)) continue;
            sizes[counted] = Size(batch, i);
            sum += sizes[counted++];
        }

        if (counted == 0) return 0;
        sizes.AsSpan(0, counted).Sort();
        return sizes[counted / 2] is > 0 and var median ? median : sum / counted;
    }

    private static double Size<TElement>(in LossBatch<TElement> batch, int i)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement> => Math.Abs(double.CreateTruncating(batch.Prediction[i]) - double.CreateTruncating(batch.InputAt(LossDescription<TFormula>.TargetIndex)[i]));
}
