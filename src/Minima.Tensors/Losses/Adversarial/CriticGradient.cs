namespace Minima.Tensors.Losses;

/// <summary>The gradients of a critic at given points, which penalties take: they can be differentiated themselves, so that a penalty reaches the critic's parameters.</summary>
/// <example><code>
/// var slope = CriticGradient.At(critic.Forward, points);
/// var loss = new WassersteinCritic().Apply(critic.Forward(real), critic.Forward(fake)) + new GradientPenalty(10).Apply(slope);
/// </code></example>
public static class CriticGradient
{
    /// <summary>The derivative of the critic's output with respect to the points, each to its own.</summary>
    /// <param name="critic">The critic, which maps each point by itself: no batch normalisation.</param>
    /// <param name="points">Real, generated or mixed items; constants.</param>
    /// <returns>In the shape of the points.</returns>
    /// <exception cref="TrainingException">The critic's output does not depend on the points.</exception>
    public static Tensor At(Func<Tensor, Tensor> critic, Tensor points)
    {
        ArgumentNullException.ThrowIfNull(critic);
        var leaf = points.WithGradient();
        return Autograd.Gradient(critic(leaf).Sum(), [leaf], createGraph: true)[0];
    }

    /// <summary>The points of DRAGAN: x + 0.5 s u, with s the standard deviation of all numbers of the batch, u noise between 0 and 1.</summary>
    /// <param name="x">Real items.</param>
    /// <param name="noise">Random numbers from 0 to 1, in the shape of x.</param>
    public static Tensor Around(Tensor x, Tensor noise)
    {
        using (Autograd.NoGradient())
        {
            var centered = x - (x.Sum() / Math.Max(x.Count, 1));
            var spread = ((centered * centered).Sum() / Math.Max(x.Count - 1, 1)).Sqrt();
            return x + (0.5 * spread * noise);
        }
    }

    /// <summary>The squared length of the gradient of each item, of any shape.</summary>
    internal static Tensor SquaredNorms(string loss, Tensor gradient)
    {
        if (gradient.Rank == 0) throw new LossException(LossError.Shape, $"{loss}: the gradient is a single number; give one for each item, [B, ..].");
        var rows = gradient.Reshape([gradient.Shape[0], gradient.Count / Math.Max(gradient.Shape[0], 1)]);
        return (rows * rows).Sum(^1);
    }
}
