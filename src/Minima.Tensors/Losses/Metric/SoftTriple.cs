namespace Minima.Tensors.Losses;

/// <summary>A softmax over classes each of which has several centres, the nearest of which counts the most.</summary>
/// <remarks>
/// <para>Formula: S_ic = sum_k softmax_k(x_i . w_ck / g)_k x_i . w_ck; l_i = -log softmax_c(l (S_ic - d [c = y]))_y, with x and w normalised, y the label,
/// l = lambda, g = gamma, d = delta.</para>
/// <para>Domain: real; lambda, gamma &gt; 0; labels 0 to C - 1. Rows of zeros stay as they are. Range: [0, inf).</para>
/// <para>Shapes: prediction [N, D], weight [C, K, D] (K centres for each class, which are learned), int target [N]; one term for each row. Prediction and
/// weight are differentiated. Reduction: mean over rows.</para>
/// <para>Convention: the regulariser that merges centres is not in it; add it as a term of its own.</para>
/// <para>Source: Qian et al. 2019, arXiv:1909.05235.</para>
/// </remarks>
/// <param name="Lambda">Factor of the similarities; 20 is usual.</param>
/// <param name="Gamma">Temperature among the centres of a class; 0.1 is usual.</param>
/// <param name="Delta">Margin of the true class; 0.01 is usual.</param>
[Loss("soft_triple", "SoftTriple", "SoftTriple 损失",
    Family = LossFamily.Metric,
    Formula = "-log softmax_c(l (S_ic - d [c = y]))_y, S_ic = sum_k softmax_k(x_i . w_ck / g)_k x_i . w_ck;  l = lambda, g = gamma, d = delta",
    Latex = @"\begin{aligned} & -\log \frac{e^{\lambda (S_{iy} - \delta)}}{e^{\lambda (S_{iy} - \delta)} + \sum_{c \ne y} e^{\lambda S_{ic}}}, \quad S_{ic} = \frac{\sum_{k} s_{ick} \, e^{s_{ick} / \gamma}}{\sum_{k} e^{s_{ick} / \gamma}} \\ & s_{ick} = \cos(x_{i}, w_{ck}) \end{aligned}",
    Aliases = ["SoftTripleLoss"])]
[English("A normalised softmax in which each class has several learned centres.",
    Use = "a class falls into kinds that look different: sides of a product, poses, species by sex.",
    Avoid = "classes are compact (normalized_softmax): further centres only cost.",
    Letters = "S: the soft similarity of a sample and a class; c: a class; k: a centre of the class; s: the cosine of a sample and a centre")]
[Chinese("每类有多个可学习中心的归一化 softmax。",
    Use = "一类由外观不同的若干种组成时：商品的不同侧面、姿态、物种的雌雄。",
    Avoid = "类别很紧凑时（用 normalized_softmax）：中心再多也只会增加开销。",
    Letters = "S：样本与类别的软相似度；c：类别；k：该类的中心；s：样本与中心的余弦")]
public readonly record struct SoftTriple(
    [Positive, Chinese("相似度的放大倍数，常用 20。")] double Lambda,
    [Positive, Chinese("同一类各中心之间的温度，常用 0.1。")] double Gamma,
    [Chinese("真实类别的间隔，常用 0.01。")] double Delta) : ITensorLoss
{
    public SoftTriple()
        : this(20, 0.1, 0.01)
    {
    }

    /// <summary>One term for each row.</summary>
    public LossTerms Of([Axes("N D")] Tensor prediction, [Axes("C K D")] Tensor weight, [Axes("N"), Labels("C")] Tensor target)
    {
        var (classes, centres) = (weight.Shape[0], weight.Shape[1]);
        var centre = weight.Normalize(^1).Reshape([classes * centres, weight.Shape[2]]);
        var products = prediction.Normalize(^1).MatMul(centre.Transpose()).Reshape([prediction.Shape[0], classes, centres]);
        var similarities = ((products / Gamma).Softmax(^1) * products).Sum(^1);
        return SoftmaxCrossEntropy.PerRow(Lambda * (similarities - (Delta * target.OneHot(classes, prediction.Type))), target);
    }
}
