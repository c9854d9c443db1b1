namespace Minima.Tensors.Losses;

/// <summary>One step of an attack: along the sign of the gradient, clipped to the allowed pixels and the ball around the clean input.</summary>
/// <remarks>
/// <para>Formula: max(min(clamp(start + step sign(g), 0, 1), x + eps), x - eps), with g the gradient of the attacked loss.</para>
/// <para>Domain: real, x in [0, 1]; epsilon, step &gt;= 0.</para>
/// <para>Shapes: x (clean), start and gradient of one shape; one term for each element: the attacked input. Nothing is differentiated.</para>
/// <para>Kinks: sign(0) = 0.</para>
/// <para>Convention: FGSM: start = x, step = epsilon; PGD: ten steps of 2/255 with epsilon 8/255 from a random start.</para>
/// <para>Source: Goodfellow, Shlens and Szegedy 2015, arXiv:1412.6572; Madry et al. 2018, arXiv:1706.06083.</para>
/// </remarks>
/// <param name="Epsilon">Radius of the ball around the clean input, in units of the input: 8/255 is usual for images in [0, 1].</param>
/// <param name="Step">Length of one step along each component, in units of the input; epsilon for FGSM, 2/255 is usual for PGD.</param>
[Loss("fgsm_step", "FGSM / PGD inner step", "FGSM/PGD 步",
    Family = LossFamily.Adversarial, LowerBound = double.NegativeInfinity,
    Formula = "max(min(clamp(start + step sign(g), 0, 1), x + eps), x - eps);  eps = epsilon",
    Latex = @"\max\left(\min\left(\min\left(\max\left(\mathrm{start} + \mathrm{step} \, \operatorname{sgn}(g), 0\right), 1\right), x + \varepsilon\right), x - \varepsilon\right), \quad g = \mathrm{gradient}",
    Kinks = "sign(0) = 0", ChineseKinks = "sign(0) = 0",
    Aliases = ["FGSM", "PGD"])]
[English("One step of an attack on an input.",
    Use = "you train against attacks (trades, mart), or measure how robust a model is.",
    Avoid = "you look for a loss: this is a point, not a penalty.")]
[Chinese("对输入进行攻击的一步。",
    Use = "针对攻击进行训练（trades、mart），或衡量模型的鲁棒性时。",
    Avoid = "需要损失函数时：它给出的是一个点，而不是惩罚。")]
public readonly record struct FastGradientSign(
    [NonNegative, Chinese("围绕原始输入的球半径，与输入同单位；像素在 [0, 1] 的图像常用 8/255。")] double Epsilon,
    [NonNegative, Chinese("每个分量的单步长度，与输入同单位；FGSM 取 epsilon，PGD 常用 2/255。")] double Step) : ITensorLoss
{
    public FastGradientSign()
        : this(0.1, 0.1)
    {
    }

    /// <summary>The attacked input, element by element: take it with Reduction.None.</summary>
    public LossTerms Of([Axes("..."), Constant] Tensor x, [Axes("..."), Constant] Tensor start, [Axes("..."), Constant] Tensor gradient)
    {
        var moved = (start + (Step * gradient.Sign())).Clamp(0, 1);
        return moved.Min(x + Epsilon).Max(x - Epsilon);
    }
}
