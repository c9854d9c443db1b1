using System.Buffers;
using System.Numerics;
using Minima.Reals;

namespace Minima;

/// <summary>Stand-ins for the second derivative by the prediction where that is 0, negative or infinite and a booster divides by it.</summary>
internal static class CurvaturePolicy<TFormula, L, TElement>
    where TFormula : struct, IPointFormula
    where L : struct, ILanes<L, TElement>
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    public static LossResult Run(in TFormula formula, in LossBatch<TElement> batch, double denominator, KernelWay way)
    {
        // The stand-in comes first: the gradient of the second run may be written over the prediction.
        if (!batch.Hessian.IsEmpty)
        {
            if (batch.Curvature == Curvature.Constant) ConstantCurvature.OfElements(batch, denominator);
            else Weight(formula, batch, way);
        }

        var others = batch;
        others.Hessian = default;
        others.Curvature = Curvature.GaussNewton;
        return PointEngine<TFormula>.Run<L, TElement>(formula, others, way);
    }

    private static void Weight(in TFormula formula, in LossBatch<TElement> batch, KernelWay way)
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
            PointEngine<TFormula>.Run<L, TElement>(formula, both, way);
            var median = Median(batch, sizes);
            for (var i = 0; i < count; i++)
            {
                var size = Size(batch, i);
                var slope = Math.Abs(double.CreateTruncating(slopes[i]));
                var exact = double.CreateTruncating(batch.Hessian[i]);
                var weight = size >= median && size > 0 ? slope / size : median > 0 ? Math.Max(exact, slope / median) : exact;
                batch.Hessian[i] = TElement.CreateTruncating(weight);
            }
        }
        finally
        {
            ArrayPool<TElement>.Shared.Return(slopes);
            ArrayPool<double>.Shared.Return(sizes);
        }
    }

    /// <summary>The median size of the residuals that count; where it is 0, their mean.</summary>
    private static double Median(in LossBatch<TElement> batch, double[] sizes)
    {
        var counted = 0;
        double sum = 0;
        for (var i = 0; i < batch.Prediction.Length; i++)
        {
            if (!Counts(batch, i)) continue;
            sizes[counted] = Size(batch, i);
            sum += sizes[counted++];
        }

        if (counted == 0) return 0;
        sizes.AsSpan(0, counted).Sort();
        return sizes[counted / 2] is > 0 and var median ? median : sum / counted;
    }

    private static bool Counts(in LossBatch<TElement> batch, int i) => batch.Mask.IsEmpty || batch.Mask[i];

    private static double Size(in LossBatch<TElement> batch, int i) => Math.Abs(double.CreateTruncating(batch.Prediction[i]) - double.CreateTruncating(batch.Second.Values[i]));
}
