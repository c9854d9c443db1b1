using Minima.Tensors.Losses;

namespace Minima.Training.Robustness;

/// <summary>The inputs that an attack may choose from: within a distance of the clean ones, and between 0 and 1.</summary>
internal readonly record struct PerturbationBall(PerturbationNorm Norm, double Radius)
{
    /// <summary>A uniform random point of the ball around each row, clipped to [0, 1].</summary>
    public Tensor RandomPoint(Tensor clean, RandomState random)
    {
        var noise = new double[clean.Count];
        if (Norm == PerturbationNorm.Infinity)
        {
            random.FillUniform(noise, -Radius, Radius);
            return Within(clean + Tensor.Of(noise, clean.Shape).To(clean.Type));
        }

        random.FillNormal(noise);
        var rows = clean.Shape[0];
        var radii = new double[rows];
        for (var row = 0; row < rows; row++) radii[row] = Radius * Math.Pow(random.NextDouble(), (double)rows / clean.Count);
        var way = Directions.Unit(Tensor.Of(noise, clean.Shape)) * Directions.OfRows(Tensor.Of(radii, [rows]), clean.Shape);
        return Held(clean, clean + way.To(clean.Type));
    }

    /// <summary>A gradient ascent step, projected to the ball: along the gradient's sign (infinity norm) or the gradient itself (Euclidean).</summary>
    public Tensor Next(Tensor clean, Tensor point, Tensor gradient, double step) => Norm == PerturbationNorm.Infinity
        ? new FastGradientSign(Radius, step).Apply(clean, point, gradient, new LossArguments { Reduction = Minima.Reduction.None })
        : Held(clean, point + (step * Directions.Unit(gradient)));

    /// <summary>The nearest point of the Euclidean ball, then clipped to [0, 1], which only moves it nearer to a clean input in that range.</summary>
    private Tensor Held(Tensor clean, Tensor point)
    {
        var way = point - clean;
        var share = Radius / Directions.Lengths(way).Max(Tensor.Full([clean.Shape[0]], double.Max(Radius, Directions.Least), clean.Type));
        return Within(clean + (way * Directions.OfRows(share, clean.Shape)));
    }

    private static Tensor Within(Tensor x) => x.Clamp(0, 1);
}
