namespace Minima.Training.Losses;

/// <summary>What losses on diagonal normal distributions share.</summary>
internal static class Gaussians
{
    /// <summary>KL of one from another along the last axis, by the logarithm of the ratio of their variances and the difference of their means in units of the other's deviation.</summary>
    public static Tensor Divergence(Tensor logRatio, Tensor shift) => 0.5 * (logRatio.Apply(default(ExpRemainderFunction)) + Fourier.Square(shift)).Sum(^1);
}
