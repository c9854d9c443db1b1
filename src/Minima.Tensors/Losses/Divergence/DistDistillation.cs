namespace Minima.Tensors.Losses;

/// <summary>The student's probabilities should correlate with the teacher's, over the classes of each row and over the rows of each class.</summary>
/// <remarks>
/// <para>Formula: beta mean over rows of (1 - corr(p, q)) + gamma mean over classes of (1 - corr(p, q)), with p, q the softmax of student and teacher.</para>
/// <para>Domain: real logits; epsilon &gt; 0. Range: [0, 2 (beta + gamma)].</para>
/// <para>Shapes: prediction and teacher [N, K]; one number. Only the prediction is differentiated.</para>
/// <para>Source: Huang et al. 2022, NeurIPS, arXiv:2205.10536.</para>
/// </remarks>
/// <param name="Beta">Weight of the relation between classes; 1 or 2.</param>
/// <param name="Gamma">Weight of the relation between samples; 1 or 2.</param>
/// <param name="Epsilon">Added to the product of the norms.</param>
[Loss("dist_kd", "DIST (Pearson relation KD)", "DIST 相关蒸馏",
    Family = LossFamily.Divergence,
    Formula = "beta mean_rows(1 - corr) + gamma mean_classes(1 - corr);  and epsilon",
    ChineseFormula = "beta mean_rows(1 - corr) + gamma mean_classes(1 - corr)；两项分别按行与按类别取平均，corr 为相关系数；另有参数 epsilon",
    Latex = @"\frac{\beta}{N} \sum_{i=1}^{N} \left(1 - \rho\left(p_{i \cdot}, q_{i \cdot}\right)\right) + \frac{\gamma}{K} \sum_{k=1}^{K} \left(1 - \rho\left(p_{\cdot k}, q_{\cdot k}\right)\right), \quad \rho(a, b) = \frac{(a - \bar{a}) \cdot (b - \bar{b})}{\lVert a - \bar{a} \rVert \, \lVert b - \bar{b} \rVert + \varepsilon}, \quad p_{i} = \operatorname{softmax}\left(x_{i}\right), \quad q_{i} = \operatorname{softmax}\left(\mathrm{teacher}_{i}\right)",
    Aliases = ["DIST", "DISTLoss"])]
[English("Follows the teacher's ranking rather than its numbers.",
    Use = "the teacher is much stronger than the student, so that its probabilities cannot be reached.",
    Avoid = "student and teacher are alike (kd).",
    Letters = "p, q: the probabilities of student and teacher")]
[Chinese("跟随教师的排序，而不是其数值。",
    Use = "教师远强于学生，学生无法达到教师的概率时。",
    Avoid = "学生与教师相近时（用 kd）。",
    Letters = "p、q：学生与教师的概率")]
public readonly record struct DistDistillation(
    [NonNegative, Chinese("类间关系的权重，取 1 或 2。")] double Beta,
    [NonNegative, Chinese("类内（样本间）关系的权重，取 1 或 2。")] double Gamma,
    [Positive, Chinese("加在范数之积上。")] double Epsilon) : ITensorLoss
{
    public DistDistillation()
        : this(1, 1, 1e-8)
    {
    }

    /// <summary>Both means, weighted.</summary>
    public LossTerms Of([Axes("N K")] Tensor prediction, [Axes("N K"), Constant] Tensor teacher)
    {
        var (p, q) = (prediction.Softmax(^1), teacher.Softmax(^1));
        return LossTerms.Scalar((Beta * Apart(p, q, 1).MeanOrZero()) + (Gamma * Apart(p, q, 0).MeanOrZero()));
    }

    private Tensor Apart(Tensor x, Tensor y, int axis)
    {
        var (a, b) = (x.Center(axis), y.Center(axis));
        return 1 - ((a * b).Sum(axis) / (((a * a).Sum(axis).Sqrt() * (b * b).Sum(axis).Sqrt()) + Epsilon));
    }
}
