namespace Minima.Training.Generative;

/// <summary>The noise that each step of a diffusion adds to an item, and the signal that remains.</summary>
/// <remarks>
/// <para>Formula: x_t = sqrt(1 - b_t) x_(t-1) + sqrt(b_t) e, e standard normal; so x_t = sqrt(a_t) x_0 + sqrt(1 - a_t) e with a_t the product of 1 - b_s over all steps up to t. Steps count from 0, whose x_(-1) is the item.</para>
/// <para>Domain: every b in (0, 1).</para>
/// <para>Source: Ho, Jain and Abbeel 2020, NeurIPS, arXiv:2006.11239; the cosine: Nichol and Dhariwal 2021, ICML, arXiv:2102.09672.</para>
/// </remarks>
/// <example><code>
/// var schedule = DiffusionSchedule.Cosine(100);
/// var steps = schedule.DrawSteps(batch.Shape[0], random);
/// var loss = new DenoisingDiffusion().Apply(model(schedule.Noised(batch, noise, steps), schedule.Times(steps)), noise, schedule.SignalToNoise(steps));
/// </code></example>
public sealed class DiffusionSchedule
{
    // Nichol and Dhariwal cap the noise of the last steps at the first number; the second is the offset at which their cosine starts.
    private const double MostNoise = 0.999;
    private const double CosineOffset = 0.008;

    private readonly double[] _betas;
    private readonly double[] _signals;

    /// <param name="betas">The proportion of noise that each step adds, from the first step on.</param>
    /// <exception cref="TrainingException">There is none, or one is outside (0, 1).</exception>
    public DiffusionSchedule(IReadOnlyList<double> betas)
    {
        ArgumentNullException.ThrowIfNull(betas);
        if (betas.Count == 0) throw new TrainingException("A diffusion needs steps; give at least one fraction of noise.");
        _betas = [.. betas];
        _signals = new double[_betas.Length];
        var signal = 1.0;
        for (var step = 0; step < _betas.Length; step++)
        {
            if (!(_betas[step] > 0 && _betas[step] < 1)) throw new TrainingException(FormattableString.Invariant($"Step {step} of a diffusion cannot add a noise fraction of {_betas[step]}; it must lie between 0 and 1, both excluded."));
            _signals[step] = signal *= 1 - _betas[step];
        }
    }

    /// <summary>The number of steps from an item to noise.</summary>
    public int Steps => _betas.Length;

    /// <summary>Proportions that rise evenly. The paper's, 1e-4 to 0.02, are for 1000 steps; with fewer steps they must be larger in proportion.</summary>
    /// <exception cref="TrainingException">Steps below 1, or a proportion outside (0, 1).</exception>
    public static DiffusionSchedule Linear(int steps, double first = 1e-4, double last = 0.02)
    {
        CheckSteps(steps);
        return new([.. Enumerable.Range(0, steps).Select(step => first + ((last - first) * step / Math.Max(steps - 1, 1)))]);
    }

    /// <summary>Proportions after which the signal falls like a squared cosine, for any number of steps; none above 0.999.</summary>
    /// <exception cref="TrainingException">Steps below 1.</exception>
    public static DiffusionSchedule Cosine(int steps)
    {
        CheckSteps(steps);
        return new([.. Enumerable.Range(0, steps).Select(step => Math.Min(1 - (Left(step + 1) / Left(step)), MostNoise))]);

        double Left(int step)
        {
            var cosine = Math.Cos((((double)step / steps) + CosineOffset) / (1 + CosineOffset) * Math.PI / 2);
            return cosine * cosine;
        }
    }

    /// <summary>b: the proportion of noise that a step adds.</summary>
    /// <exception cref="TrainingException">There is no such step.</exception>
    public double Beta(int step) => _betas[Checked(step)];

    /// <summary>a: the proportion of the item's variance that remains after a step; 1 before the first one, step -1.</summary>
    /// <exception cref="TrainingException">There is no such step.</exception>
    public double Signal(int step) => step == -1 ? 1 : _signals[Checked(step)];

    /// <summary>Draws a step for each item, all equally likely.</summary>
    public int[] DrawSteps(int items, RandomState random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var steps = new int[items];
        for (var i = 0; i < items; i++) steps[i] = random.NextInt(Steps);
        return steps;
    }

    /// <summary>Items after the given number of steps each: sqrt(a) x + sqrt(1 - a) e.</summary>
    /// <param name="items">[N, D].</param>
    /// <param name="noise">Standard normal, in their shape.</param>
    /// <param name="steps">One for each item.</param>
    /// <exception cref="TrainingException">Another number of steps than items, or a step that does not exist.</exception>
    public Tensor Noised(Tensor items, Tensor noise, IReadOnlyList<int> steps) =>
        (items * Rows.Across(steps, step => Math.Sqrt(Signal(Checked(step))), items)) + (noise * Rows.Across(steps, step => Math.Sqrt(1 - Signal(Checked(step))), items));

    /// <summary>The steps as times in (0, 1], the network's input that encodes the amount of noise.</summary>
    /// <exception cref="TrainingException">There is no such step.</exception>
    public double[] Times(IReadOnlyList<int> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        return [.. steps.Select(step => (Checked(step) + 1.0) / Steps)];
    }

    /// <summary>a / (1 - a) after the step of each item, [N]: the signal-to-noise ratio, from which the weights of steps are computed.</summary>
    /// <exception cref="TrainingException">There is no such step.</exception>
    public Tensor SignalToNoise(IReadOnlyList<int> steps, ElementType type = ElementType.Single)
    {
        ArgumentNullException.ThrowIfNull(steps);
        return Tensor.Of([.. steps.Select(step => Signal(Checked(step)) / (1 - Signal(step)))], [steps.Count]).To(type);
    }

    private static void CheckSteps(int steps)
    {
        if (steps < 1) throw new TrainingException($"A diffusion cannot have {steps} steps; it needs at least 1.");
    }

    private int Checked(int step) => (uint)step < (uint)Steps ? step : throw new TrainingException($"Step {step} of a diffusion does not exist; it has the steps 0 to {Steps - 1}.");
}
