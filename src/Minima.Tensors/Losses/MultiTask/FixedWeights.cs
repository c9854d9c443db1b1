using System.Collections.Immutable;

namespace Minima.Tensors.Losses;

/// <summary>The losses of several tasks with weights that never change: the control that every other method is measured against.</summary>
/// <remarks>
/// <para>Formula: sum_t w_t L_t, w divided by its sum; w_t = 1 / T where none are given.</para>
/// <para>Domain: losses real; weights &gt;= 0, not all 0 (LossError.Parameter).</para>
/// <para>Shapes: losses: one number for each task; one number. The losses are differentiated.</para>
/// <para>Convention: Keras loss_weights and LibMTL EW do not divide by the sum: give weights that sum to 1, or multiply.</para>
/// <para>Source: folklore.</para>
/// </remarks>
/// <param name="Weights">Weights of the tasks; none for equal ones. Only their ratios count, as they are divided by their sum.</param>
[Loss("fixed_weights", "Fixed weights (sum to 1)", "固定权重（和为 1）",
    Family = LossFamily.MultiTask, LowerBound = double.NegativeInfinity,
    Formula = "sum_t w_t L_t / sum_t w_t;  w = weights",
    Latex = @"\frac{\sum_{t} w_{t} L_{t}}{\sum_{t} w_{t}}, \quad w = \mathrm{weights}, \quad L = \mathrm{losses}",
    Aliases = ["EW", "EqualWeighting", "loss_weights"])]
[English("The weighted mean of the losses of several tasks.",
    Use = "the losses have comparable scales, or as the control beside any other method.",
    Avoid = "one loss is a hundred times another and the weights are not to be searched by hand: uncertainty_weighting, imtl_l.")]
[Chinese("多个任务损失的加权平均。",
    Use = "各损失的量级相近，或作为其他方法的对照时。",
    Avoid = "各损失相差百倍，又不愿手工搜索权重时（用 uncertainty_weighting、imtl_l）。")]
public readonly record struct FixedWeights(
    [NonNegative, Chinese("各任务的权重，none 表示相等。只有比值起作用，因为权重会除以其总和。")] ImmutableArray<double> Weights) : ITensorLoss, IParameterRule
{
    public FixedWeights()
        : this([])
    {
    }

    /// <inheritdoc/>
    public string? BrokenRule => !Weights.IsDefaultOrEmpty && Weights.Sum() == 0 ? "parameter 'weights' sums to 0; at least one task must count." : null;

    /// <summary>One number.</summary>
    public LossTerms Of([Axes("T")] Tensor losses)
    {
        var tasks = losses.Count;
        if (Weights.IsDefaultOrEmpty) return LossTerms.Scalar(losses.MeanOrZero());
        if (Weights.Length != tasks) throw new LossException(LossError.Shape, $"fixed_weights: there are {Weights.Length} weights for the {tasks} tasks of {losses.Shape}; give one for each task, or none for equal weights.");
        var sum = Weights.Sum();
        return LossTerms.Scalar((losses * Tensor.Of([.. Weights.Select(weight => weight / sum)], [tasks]).To(losses.Type)).Sum());
    }
}
