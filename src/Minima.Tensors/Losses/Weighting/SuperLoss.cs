using Minima.Reals;
using Minima.Reals.Primitives;

namespace Minima.Tensors.Losses;

/// <summary>A confidence for each item that needs no parameter to learn: easy items count more than 1, hard ones less.</summary>
/// <remarks>
/// <para>Formula: (l - tau) sigma + lambda (log sigma)^2, sigma = exp(-W(max(-2 / e, (l - tau) / lambda) / 2)), W Lambert's.</para>
/// <para>Domain: losses real; lambda &gt; 0.</para>
/// <para>Shapes: losses any; elementwise. They are differentiated; sigma minimises the formula, so that the gradient is sigma, and the second derivative that of sigma. Range of sigma: (0, e].</para>
/// <para>Convention: tau is the loss of chance, log K for classification, or a running mean of the losses.</para>
/// <para>Source: Castells, Weinzaepfel and Revaud 2020, NeurIPS.</para>
/// </remarks>
/// <param name="Tau">Loss that separates easy from hard: log K for K classes, or a running mean.</param>
/// <param name="Lambda">Strength of the pull of the confidences towards 1: large makes all of them 1.</param>
[Loss("superloss", "SuperLoss", "SuperLoss 课程加权",
    Family = LossFamily.Weighting, LowerBound = double.NegativeInfinity,
    Formula = "(l - tau) sigma + lambda (log sigma)^2;  sigma = exp(-W(max(-2 / e, (l - tau) / lambda) / 2))",
    Latex = @"(\ell - \tau) \sigma + \lambda (\log \sigma)^{2}, \quad \sigma = \exp\left(-W\left(\frac{1}{2} \max\left(-\frac{2}{e}, \frac{\ell - \tau}{\lambda}\right)\right)\right), \quad W(z) e^{W(z)} = z",
    Aliases = ["SuperLoss"])]
[English("Wraps any loss so that hard items count less, without a schedule.",
    Use = "labels are noisy or items of very different difficulty, in any task.",
    Avoid = "hard items are rare and right: they would be unlearned (ohem).",
    Letters = "W: the Lambert W function; e: Euler's number; z: its argument")]
[Chinese("套在任意损失之外，使难例权重降低，无需安排训练进度。",
    Use = "任何任务中，标签有噪声或样本难度悬殊时。",
    Avoid = "难例稀少但正确时：它们会被忽略（用 ohem）。",
    Letters = "W：朗伯 W 函数；e：自然常数；z：其自变量")]
public readonly record struct SuperLoss(
    [Chinese("区分难易的损失值：K 类取 log K，或取滑动平均。")] double Tau,
    [Positive, Chinese("把置信度拉向 1 的强度：越大，所有置信度越接近 1。")] double Lambda) : ITensorLoss
{
    public SuperLoss()
        : this(1, 1)
    {
    }

    /// <summary>One term for each loss.</summary>
    public LossTerms Of([Axes("...")] Tensor losses)
    {
        var excess = losses.Detach() - Tau;
        var w = Exponent(excess);
        return Envelope.Apply(losses, (excess * (-w).Exp()) + (Lambda * w.Square()), Confidence);
    }

    /// <summary>sigma, which is the derivative, and whose derivative is the curvature: sigma does not count as a constant there.</summary>
    private Tensor Confidence(Tensor losses) => (-Exponent(losses - Tau)).Exp();

    /// <summary>-log sigma = W(max(-2 / e, excess / lambda) / 2).</summary>
    private Tensor Exponent(Tensor excess)
    {
        // In double: the branch point rounded to float lies below it, where W has no value. At and below it W is -1 without a derivative, selected, so that
        // the infinite derivative there meets nothing.
        var argument = excess.To(ElementType.Double) / (2 * Lambda);
        var inside = Tensor.Full(argument.Shape, SpecialFunctions.BranchPoint, ElementType.Double).Less(argument);
        var w = Tensor.Where(inside, argument.If(inside).Apply<LambertW>(), Tensor.Full(argument.Shape, -1, ElementType.Double));
        return w.To(excess.Type);
    }
}
