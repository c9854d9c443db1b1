namespace Minima.Docs;

/// <summary>Normal densities as curves.</summary>
internal static class Bell
{
    private const int Points = 60;

    public static double[] Density(double mean, double spread, double reach = 5) => Made.Some(Points, i => Of((2 * reach * i / (Points - 1)) - reach, mean, spread));

    public static double Of(double x, double mean, double spread) => Math.Exp(-(x - mean) * (x - mean) / (2 * spread * spread)) / (spread * Math.Sqrt(2 * Math.PI));

    /// <summary>What is predicted over what is true.</summary>
    public static WaveSketch Pair(double mean, double spread, double trueMean = 0, double trueSpread = 1) => new(0, 0.9, (Density(trueMean, trueSpread), Sketch.Truth), (Density(mean, spread), Sketch.Mover));
}
