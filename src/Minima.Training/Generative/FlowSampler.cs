namespace Minima.Training.Generative;

/// <summary>Moves noise to data along a learned velocity, in equal steps.</summary>
/// <remarks>
/// <para>Formula: x += v(x, t) / n at t = 0, 1 / n, .. (n - 1) / n: Euler's method. Paths that are straight need few steps.</para>
/// <para>Source: Lipman et al. 2023, ICLR, arXiv:2210.02747.</para>
/// </remarks>
public static class FlowSampler
{
    /// <summary>The items at time 1.</summary>
    /// <param name="velocity">The network: predicts the velocity of items at a time.</param>
    /// <param name="start">Noise.</param>
    /// <param name="steps">The number of steps.</param>
    /// <exception cref="TrainingException">Steps below 1, or a velocity of another shape than the items.</exception>
    public static Tensor Draw(Func<Tensor, double, Tensor> velocity, Tensor start, int steps)
    {
        ArgumentNullException.ThrowIfNull(velocity);
        if (steps < 1) throw new TrainingException($"Cannot follow a flow in {steps} steps; it needs at least 1.");
        using var silence = Autograd.NoGradient();
        var items = start.Keep();
        for (var step = 0; step < steps; step++)
        {
            using var scope = StepScope.Begin();
            items = (items + (velocity(items, (double)step / steps) / steps)).Keep();
        }

        return items;
    }
}
