namespace Minima.Tensors.Losses;

/// <summary>Lowers the logarithms of all losses at one rate, with weights that follow their decrease: no gradients of single tasks.</summary>
/// <remarks>
/// <para>Formula: sum_t z_t log D_t / c, z = softmax(weights), D = L - minimum + 1e-8, c = sum_t z_t / D_t a constant.</para>
/// <para>Domain: losses above minimum, whose difference plus 1e-8 must be &gt; 0 (LossError.Domain).</para>
/// <para>Shapes: losses, weights (logits), minimum: one number for each task; one number. The losses are differentiated; the weights are moved by log D before less log D after the step.</para>
/// <para>Convention: one Adam step (rate 0.025, weight decay 1e-3) on the weights with the gradient J_softmax^T (log D_old - log D_new) (the paper).</para>
/// <para>Source: Liu, Feng, Stone and Liu 2023, arXiv:2306.03792.</para>
/// </remarks>
[Loss("famo", "FAMO", "FAMO 快速自适应多任务",
    Family = LossFamily.MultiTask, LowerBound = double.NegativeInfinity, StopsGradient = true,
    Formula = "sum_t z_t log D_t / c;  z = softmax(weights), D = L - minimum + 1e-8, c = sum z / D",
    Latex = @"\frac{1}{c} \sum_{t} z_{t} \log D_{t}, \quad z = \operatorname{softmax}(\mathrm{weights}), \quad D_{t} = L_{t} - \mathrm{minimum}_{t} + 10^{-8}, \quad c = \sum_{t} \frac{z_{t}}{D_{t}}, \quad L = \mathrm{losses}",
    Aliases = ["FAMO"])]
[English("Decreases the logarithms of all losses at one rate.",
    Use = "there are many tasks and a backward pass for each (nash_mtl, cagrad) costs too much.",
    Avoid = "a loss lies at its minimum already: its logarithm falls without end.",
    Letters = "z: the vector of task weights")]
[Chinese("使各损失的对数以同一速率下降。",
    Use = "任务很多，负担不起像 nash_mtl、cagrad 那样逐任务反向传播时。",
    Avoid = "某个损失已到最小值时：其对数会无限下降。",
    Letters = "z：各任务的权重")]
public readonly record struct FastAdaptive : ITensorLoss
{
    private const double Floor = 1e-8;

    /// <summary>One number.</summary>
    public LossTerms Of([Axes("T")] Tensor losses, [Axes("T"), Constant] Tensor weights, [Axes("T"), Constant] Tensor minimum)
    {
        var excess = losses - minimum + Floor;
        var wrong = Array.FindIndex(excess.ToArray(), x => x <= 0);
        if (wrong >= 0) throw new LossException(LossError.Domain, $"famo: the loss of task {wrong} is {losses.ToArray()[wrong]}, not above its minimum {minimum.ToArray()[wrong]}. As minimum, give the smallest value that the loss can take.");
        var shares = weights.Softmax(^1);
        var rate = (shares / excess).Sum().Detach();
        return LossTerms.Scalar((shares * excess.Log()).Sum() / rate);
    }
}
