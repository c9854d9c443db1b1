namespace Minima.Training.Generative;

/// <summary>Generates items from noise by reversing the steps of a diffusion, with a network that predicts the noise in an item.</summary>
/// <remarks>
/// <para>Formula: x_(t-1) = (x_t - b_t / sqrt(1 - a_t) e(x_t, t)) / sqrt(1 - b_t) + s_t z, with z standard normal and s_t^2 = b_t (1 - a_(t-1)) / (1 - a_t): ancestral sampling. The last step adds nothing.</para>
/// <para>Source: Ho, Jain and Abbeel 2020, NeurIPS, arXiv:2006.11239, algorithm 2.</para>
/// </remarks>
public static class DiffusionSampler
{
    /// <summary>Items from fresh noise.</summary>
    /// <param name="schedule">The schedule that the network was trained on.</param>
    /// <param name="noise">The network: predicts the noise in noisy items, from the items and the step after which they are.</param>
    /// <param name="shape">The shape of all items together.</param>
    /// <param name="random">Draws the initial noise and the noise of each step.</param>
    /// <param name="type">Float or double.</param>
    /// <exception cref="TrainingException">The network's output has another shape than the items.</exception>
    public static Tensor Draw(DiffusionSchedule schedule, Func<Tensor, int, Tensor> noise, Shape shape, RandomState random, ElementType type = ElementType.Single)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        ArgumentNullException.ThrowIfNull(noise);
        ArgumentNullException.ThrowIfNull(random);
        using var silence = Autograd.NoGradient();
        var items = Sizes.Normal(shape, 1, random, type).Keep();
        for (var step = schedule.Steps - 1; step >= 0; step--)
        {
            using var scope = StepScope.Begin();
            var (beta, signal) = (schedule.Beta(step), schedule.Signal(step));
            var mean = (items - (beta / Math.Sqrt(1 - signal) * noise(items, step))) / Math.Sqrt(1 - beta);
            var deviation = Math.Sqrt(beta * (1 - schedule.Signal(step - 1)) / (1 - signal));
            items = (step == 0 ? mean : mean + (deviation * Sizes.Normal(shape, 1, random, type))).Keep();
        }

        return items;
    }
}
