namespace Minima.Tensors.Losses;

/// <summary>Easy items first: an item counts the less the nearer its loss comes to a limit, and nothing beyond it.</summary>
/// <remarks>
/// <para>Formula: sum_i v_i l_i + lambda (v_i^2 / 2 - v_i) at its least, which is v = max(0, 1 - l / lambda): -lambda v^2 / 2 for each.</para>
/// <para>Domain: losses real; lambda &gt; 0. Range: (-inf, 0].</para>
/// <para>Shapes: losses any; one number, a sum. They are differentiated: by v, as if it were constant, which at the least is the same.</para>
/// <para>Convention: the linear form. lambda grows during training, by 1.1 to 1.3 an epoch.</para>
/// <para>Source: Kumar, Packer and Koller 2010, NeurIPS; the linear form: Jiang et al. 2014, ACM MM, doi:10.1145/2647868.2654918.</para>
/// </remarks>
/// <param name="Lambda">Loss from which a sample does not count; raise it during training.</param>
[Loss("self_paced", "Self-paced learning", "自步学习",
    Family = LossFamily.Weighting, LowerBound = double.NegativeInfinity,
    Formula = "-(lambda / 2) sum_i v_i^2;  v = max(0, 1 - l / lambda), the gradient of l",
    ChineseFormula = "-(lambda / 2) sum_i v_i^2;  v = max(0, 1 - l / lambda)；v 即对 l 的梯度",
    Latex = @"-\frac{\lambda}{2} \sum_{i} v_{i}^{2}, \quad v_{i} = \max\left(0, 1 - \frac{\ell_{i}}{\lambda}\right)",
    Kinks = "l = lambda: slope 0", ChineseKinks = "l = lambda 处：斜率取 0",
    Aliases = ["SPL", "SelfPacedLearning"])]
[English("Lets a model begin with what it finds easy.",
    Use = "some items are wrong or far too hard at first, and the limit is raised from epoch to epoch.",
    Avoid = "hard items are the ones that matter (ohem), or no one wants to set the limit (superloss).",
    Letters = "v: the weight of a loss; i: an index of the losses")]
[Chinese("让模型从它觉得容易的样本开始学。",
    Use = "部分样本有误或起初过难，且上限可逐轮提高时。",
    Avoid = "重要的正是难例时（用 ohem），或不想设定上限时（用 superloss）。",
    Letters = "v：损失的权重；i：损失的下标")]
public readonly record struct SelfPaced(
    [Positive, Chinese("损失达到此值的样本不参与训练；此值在训练中逐渐升高。")] double Lambda) : ITensorLoss
{
    public SelfPaced()
        : this(1)
    {
    }

    /// <summary>One number.</summary>
    public LossTerms Of([Axes("...")] Tensor losses) => LossTerms.Scalar(-Lambda / 2 * (1 - (losses / Lambda)).Relu().Square().Sum());
}
