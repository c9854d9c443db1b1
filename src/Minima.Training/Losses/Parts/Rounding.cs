namespace Minima.Training.Losses;

/// <summary>Whole numbers next to those of a tensor: constants, as no gradient passes a step.</summary>
internal static class Rounding
{
    /// <summary>The nearest whole number; halves go to the even one.</summary>
    public static Tensor Nearest(Tensor x)
    {
        var (from, to) = Pair(x);
        if (x.Type == ElementType.Single)
        {
            var source = from.Read<float>();
            var target = to.Write<float>();
            for (var i = 0; i < source.Length; i++) target[i] = MathF.Round(source[i]);
        }
        else
        {
            var source = from.Read<double>();
            var target = to.Write<double>();
            for (var i = 0; i < source.Length; i++) target[i] = Math.Round(source[i]);
        }

        return to;
    }

    /// <summary>The largest whole number that is not above.</summary>
    public static Tensor Down(Tensor x)
    {
        var (from, to) = Pair(x);
        if (x.Type == ElementType.Single)
        {
            var source = from.Read<float>();
            var target = to.Write<float>();
            for (var i = 0; i < source.Length; i++) target[i] = MathF.Floor(source[i]);
        }
        else
        {
            var source = from.Read<double>();
            var target = to.Write<double>();
            for (var i = 0; i < source.Length; i++) target[i] = Math.Floor(source[i]);
        }

        return to;
    }

    /// <summary>Numbers on a grid of whole levels, those beyond its ends at the ends; and 1 where they were not beyond, 0 elsewhere.</summary>
    /// <remarks>Inside is what rounds to a level of the grid (PyTorch), half a level beyond its ends included.</remarks>
    public static (Tensor Levels, Tensor Inside) OnGrid(Tensor scaled, int lowest, int highest)
    {
        var nearest = Nearest(scaled);
        var levels = nearest.Apply(new HeldFunction(lowest, highest));
        return (levels, (levels - nearest).IsZero());
    }

    /// <summary>
    /// What a learned step has: the levels of x, which of them lie inside, and how what they stand for changes with the step (Esser et al. 2020):
    /// (round(v) - v) / sqrt(N highest) inside with v = x / step, the end of the grid in place of the difference outside.
    /// </summary>
    /// <param name="x">Any shape; no gradient reaches it here.</param>
    /// <param name="step">A scalar above 0.</param>
    /// <param name="lowest">The lowest level.</param>
    /// <param name="highest">The highest level, at least 1.</param>
    /// <param name="count">N: how many numbers share the step.</param>
    public static (Tensor Levels, Tensor Inside, Tensor Slope) WithStep(Tensor x, Tensor step, int lowest, int highest, double count)
    {
        var scaled = x.Detach() / step.Detach();
        var (levels, inside) = OnGrid(scaled, lowest, highest);
        return (levels, inside, (levels - scaled.If(inside)) / Math.Sqrt(Math.Max(count, 1) * highest));
    }

    /// <summary>A zero whose gradient is 1: what is added to a constant to let gradients pass as if it were x.</summary>
    public static Tensor Path(Tensor x) => x - x.Detach();

    private static (Tensor From, Tensor To) Pair(Tensor x) => (x.Detach().Contiguous(), Tensor.Zeros(x.Shape, x.Type));
}
