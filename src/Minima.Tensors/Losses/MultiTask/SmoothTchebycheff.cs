namespace Minima.Tensors.Losses;

/// <summary>A smooth maximum of the losses: the worst task counts, and points on non-convex parts of the Pareto front can be optima too.</summary>
/// <remarks>
/// <para>Formula: mu log sum_t exp(L_t / (T mu)), with even weights 1 / T and the ideal 0.</para>
/// <para>Domain: losses real; smoothing mu &gt; 0.</para>
/// <para>Shapes: losses: one number for each task; one number. The losses are differentiated.</para>
/// <para>Convention: LibMTL divides the losses by those of a warm-up epoch and takes logarithms first: do so before, if scales differ.</para>
/// <para>Source: Lin et al. 2024, arXiv:2402.19078.</para>
/// </remarks>
/// <param name="Smoothing">Softness of the maximum, in units of the losses: the smaller it is, the more the largest loss decides.</param>
[Loss("stch", "Smooth Tchebycheff scalarisation", "平滑切比雪夫标量化",
    Family = LossFamily.MultiTask, LowerBound = double.NegativeInfinity,
    Formula = "mu log sum_t exp(L_t / (T mu));  mu = smoothing",
    Latex = @"\mu \log \sum_{t=1}^{T} e^{\frac{L_{t}}{T \mu}}, \quad \mu = \mathrm{smoothing}",
    Aliases = ["STCH", "smooth_tchebycheff"])]
[English("A smooth maximum of the losses.",
    Use = "the worst task is to be held down and losses have one scale.",
    Avoid = "losses differ in scale: the largest is then always the worst.")]
[Chinese("各损失的平滑最大值。",
    Use = "需要压住最差的任务，且各损失量级一致时。",
    Avoid = "各损失量级悬殊时：此时算作最差的总是量级最大的损失。")]
public readonly record struct SmoothTchebycheff(
    [Positive, Chinese("最大值的平滑程度，与损失同单位：取值越小，越由最大的损失决定。")] double Smoothing) : ITensorLoss
{
    public SmoothTchebycheff()
        : this(1)
    {
    }

    /// <summary>One number.</summary>
    public LossTerms Of([Axes("T")] Tensor losses) =>
        LossTerms.Scalar(losses.Count == 0 ? losses.Sum() : (losses / (losses.Count * Smoothing)).LogSumExp(^1) * Smoothing);
}
