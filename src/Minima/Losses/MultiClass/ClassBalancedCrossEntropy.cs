using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Cross-entropy with class weights from the effective number of samples, which grows ever more slowly with their count.</summary>
/// <remarks>
/// <para>Formula: w_y v_y (-log p_y), v_k proportional to (1 - b) / (1 - b^n_k) with sum K, with p = softmax(x), x the prediction, y the label, n the class counts and w
/// further class weights (1 where there are none).</para>
/// <para>Domain: logits real, -inf for an impossible class; label 0 to K - 1; counts above 0; 0 &lt;= beta &lt;= 1. Link: softmax. Range: [0, inf). Label out of
/// range, or another number of counts than of classes: refused.</para>
/// <para>Shapes: rows of K logits, one label a row. Only the prediction is differentiated. Reduction: mean over rows, not over weights (paper).</para>
/// <para>Numerics: 1 - b^n = -expm1(n log b), exact for b near 1.</para>
/// <para>Limits: beta 0 is cross_entropy; beta 1 weighs by 1 / n.</para>
/// <para>Source: Cui et al. 2019, CVPR, arXiv:1901.05555.</para>
/// </remarks>
/// <param name="ClassCounts">Number of training samples of each class, in the order of the classes.</param>
/// <param name="Beta">Interpolation between no weighting (0) and weights by inverse frequency (1); 0.9 to 0.9999, nearer to 1 for larger classes.</param>
[Loss("class_balanced_ce", "Class-balanced cross-entropy", "类别平衡交叉熵（有效样本数）",
    Family = LossFamily.MultiClass, Link = PredictionLink.Softmax, FloatUlps = 4,
    Suits = LossPurpose.Imbalance,
    Formula = "v_y (-log p_y);  v_k = K u_k / sum_j u_j;  u_k = (1 - b) / (1 - b^n_k);  p = softmax(x);  n = class_counts, b = beta",
    Latex = @"-v_{y} \log p_{y}, \quad v_{k} = \frac{K u_{k}}{\sum_{j} u_{j}}, \quad u_{k} = \frac{1 - \beta}{1 - \beta^{n_{k}}}, \quad n = \mathrm{class\_counts}, \quad p = \operatorname{softmax}(x)",
    Aliases = ["CBLoss", "class_balanced_loss", "effective_number"],
    SearchWords = ["imbalance", "imbalanced", "class imbalance", "不平衡", "类别不平衡", "class weights", "类别权重"])]
[English("Cross-entropy with weights of the classes that grow as they become rarer, but less than 1 over their count.",
    Use = "classes are uneven and weights by inverse frequency let a few rare rows dominate.",
    Avoid = "only the predicted class counts: logit_adjusted moves the boundary, whereas weights stop mattering once the model fits every row.")]
[Chinese("按有效样本数加权的交叉熵：类别越稀有，权重越大，但增长慢于样本数的倒数。",
    Use = "类别不均衡，而按频率倒数加权又会让少数稀有样本左右训练时。",
    Avoid = "只关心预测的类别时：logit_adjusted 会移动边界，而权重在模型拟合所有样本后便不再起作用。",
    Limits = "beta = 0 时为 cross_entropy；beta = 1 时按 1 / n 加权。")]
public readonly record struct ClassBalancedCrossEntropy(
    [Required(100, 20, 5), Positive, Chinese("各类训练样本的数量，按类别顺序给出。")] PerClass ClassCounts,
    [Unit, Chinese("在不加权（0）与按频率倒数加权（1）之间插值；取 0.9 至 0.9999，各类样本越多，取值越接近 1。")] double Beta) : IRowLoss
{
    public ClassBalancedCrossEntropy()
        : this(0, 0.99)
    {
    }

    static bool IRowLoss.HandsRowOn => true;

    static int IRowLoss.ScratchRows => 1;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Row<T> row)
        where T : IReal<T> => row.OfLogProbabilities(new Weighed(OfParameters<ClassBalancedCrossEntropy>.Get(this, static loss => loss.Weights())));

    private PerClass Weights()
    {
        if (ClassCounts.Numbers.IsDefault)
        {
            return 1;
        }

        var beta = Beta;
        var weights = ClassCounts.Select(count => beta == 1 ? 1 / count : -1 / F64.Apply(default(Expm1), new F64(count * Math.Log(beta))).X);
        var mean = weights.Numbers.Average();
        return weights.Select(weight => weight / mean);
    }

    private readonly record struct Weighed(PerClass Factors) : ILogProbabilityLoss
    {
        static int IRowLoss.ScratchRows => 1;

        public double Smoothing => 0;

        [MethodImpl(AggressiveInlining)]
        public T OfLogProbability<T>(T logProbability)
            where T : IReal<T> => -logProbability;

        [MethodImpl(AggressiveInlining)]
        public T Of<T>(in Row<T> row)
            where T : IReal<T> => row.OfLogProbabilities(this);
    }
}
