namespace Minima.Tensors.Losses;

/// <summary>Numbers on a grid of whole levels, and the straight-through estimator for their gradients.</summary>
internal static class QuantizationGrid
{
    /// <summary>Numbers rounded to a grid of whole levels and clamped to its ends; and 1 for those inside, 0 elsewhere.</summary>
    /// <remarks>Inside is what rounds to a level of the grid (PyTorch), half a level beyond its ends included.</remarks>
    public static (Tensor Levels, Tensor Inside) Quantize(Tensor scaled, int lowest, int highest)
    {
        var nearest = scaled.Round();
        var levels = nearest.Clamp(lowest, highest);
        return (levels, (levels - nearest).IsZero());
    }

    /// <summary>
    /// Quantisation with a learned step: the levels of x, a mask of those inside, and the derivative of the rounded values by the step (Esser et al. 2020):
    /// (round(v) - v) / sqrt(N highest) inside with v = x / step, the end of the grid in place of the difference outside.
    /// </summary>
    /// <param name="x">Any shape; no gradient reaches it here.</param>
    /// <param name="step">A scalar above 0.</param>
    /// <param name="lowest">The lowest level.</param>
    /// <param name="highest">The highest level, at least 1.</param>
    /// <param name="count">N: the number of elements that share the step.</param>
    public static (Tensor Levels, Tensor Inside, Tensor Slope) QuantizeByLearnedStep(Tensor x, Tensor step, int lowest, int highest, double count)
    {
        var scaled = x.Detach() / step.Detach();
        var (levels, inside) = Quantize(scaled, lowest, highest);
        return (levels, inside, (levels - scaled.If(inside)) / Math.Sqrt(Math.Max(count, 1) * highest));
    }

    /// <summary>A zero whose gradient is 1: added to a constant, it lets gradients pass as if that were x (the straight-through estimator).</summary>
    public static Tensor StraightThrough(Tensor x) => x - x.Detach();
}
