namespace Minima.Tensors.Losses;

/// <summary>The nearest direction to a gradient that does not raise the loss of remembered rows.</summary>
/// <remarks>
/// <para>Formula: d = g where g . r &gt;= 0, else g - (g . r) / (r . r) r, r the gradient of the memory.</para>
/// <para>Domain: finite gradients; one that is not is refused (LossError.Domain). Range: all reals.</para>
/// <para>Shapes: gradient and reference of one shape; one term for each parameter: the direction to step against. Nothing is differentiated.</para>
/// <para>Convention: one memory (A-GEM); for several, of which none may be hurt (GEM), take the training class GradientEpisodicMemory.</para>
/// <para>Source: Lopez-Paz and Ranzato 2017, arXiv:1706.08840; Chaudhry et al. 2019, arXiv:1812.00420.</para>
/// </remarks>
[Loss("gem_constraint", "GEM / A-GEM projection", "GEM 梯度投影",
    Family = LossFamily.Regularization, LowerBound = double.NegativeInfinity,
    Formula = "d = g - min(0, g . r) / (r . r) r",
    Latex = @"d = g - \frac{\min(0, g \cdot r)}{r \cdot r} \, r, \quad g = \mathrm{gradient}, \quad r = \mathrm{reference}",
    Aliases = ["GEM", "AGEM", "gradient_episodic_memory"])]
[English("Takes out of a gradient what would undo what a memory holds.",
    Use = "some rows of the old tasks are kept and their loss must not rise.",
    Avoid = "no rows may be kept (ewc, lwf), or there are so many that they can be trained on.",
    Letters = "d: the direction of the step")]
[Chinese("从梯度中去掉会破坏已记忆内容的部分。",
    Use = "保留了部分旧任务样本，且其损失不得上升时。",
    Avoid = "不允许保留样本时（用 ewc、lwf），或样本多到可以直接参与训练时。",
    Letters = "d：更新方向")]
public readonly record struct EpisodicProjection : ITensorLoss
{
    /// <summary>The direction, parameter by parameter: take it with Reduction.None.</summary>
    public LossTerms Of([Axes("..."), Constant] Tensor gradient, [Axes("..."), Constant] Tensor reference)
    {
        var (own, memory) = (Finite("gradient", gradient), Finite("reference", reference));

        // Only its direction counts: the square of a short reference must not vanish.
        var largest = memory.Select(Math.Abs).DefaultIfEmpty().Max();
        var along = Array.ConvertAll(memory, r => largest == 0 ? 0 : r / largest);
        var product = TaskGradients.Dot(own, along);
        if (product >= 0) return gradient;
        var share = product / TaskGradients.Dot(along, along);
        return Tensor.Of([.. own.Zip(along, (g, r) => g - (share * r))], gradient.Shape).To(gradient.Type);
    }

    private static double[] Finite(string name, Tensor given)
    {
        var values = given.ToArray();
        var wrong = Array.FindIndex(values, x => !double.IsFinite(x));
        return wrong < 0 ? values : throw new LossException(LossError.Domain, $"gem_constraint: '{name}' at index {wrong} is {Throw.Number(values[wrong])}; it must be finite. A gradient that has diverged has no direction: find the cause (NaNGuard).");
    }
}
