using Minima.Reals.Primitives;

namespace Minima.Tensors.Losses;

/// <summary>Cross-entropy that holds a model to its early predictions, before it began to memorise wrong labels.</summary>
/// <remarks>
/// <para>Formula: -log p_y + lambda log(1 - p . t), p = softmax(x), t a moving average of p over the epochs.</para>
/// <para>Domain: logits real; labels 0 to K - 1; moving_average from 0 to 1; lambda &gt;= 0.</para>
/// <para>Shapes: prediction and moving_average [N, K], target [N] labels; one term for each row, which may be negative. Only the prediction is differentiated.</para>
/// <para>Convention: t = 0.7 t + 0.3 p after each epoch. The authors' code clips p to [1e-4, 1 - 1e-4].</para>
/// <para>Numerics: 1 - p . t is the sum of p (1 - t), taken by logarithms: nothing cancels.</para>
/// <para>Limits: cross_entropy for lambda 0.</para>
/// <para>Source: Liu et al. 2020, NeurIPS, arXiv:2007.00151.</para>
/// </remarks>
/// <param name="Lambda">Weight of the early predictions; 3 is usual.</param>
[Loss("early_learning_reg", "Early-learning regularisation (ELR)", "早期学习正则（ELR）",
    Family = LossFamily.Weighting, Link = PredictionLink.Softmax, LowerBound = double.NegativeInfinity,
    Formula = "-log p_y + lambda log(1 - p . t);  p = softmax(x), t moving average of p",
    ChineseFormula = "-log p_y + lambda log(1 - p . t);  p = softmax(x)；t 为 p 的滑动平均",
    Latex = @"-\log p_{y} + \lambda \log\left(1 - \sum_{k} p_{k} t_{k}\right), \quad p = \operatorname{softmax}(x), \quad t = \mathrm{moving\_average}",
    Aliases = ["ELR", "ELRLoss"])]
[English("Keeps what a model learned before it memorises noise.",
    Use = "labels are noisy in an unknown way and training is long.",
    Avoid = "how labels are confused is known (forward_correction).",
    Letters = "p: the vector of predicted probabilities")]
[Chinese("保住模型在记忆噪声之前学到的东西。",
    Use = "标签噪声的方式未知，且训练时间较长时。",
    Avoid = "标签的混淆方式已知时（用 forward_correction）。",
    Limits = "lambda = 0 时为 cross_entropy。",
    Letters = "p：预测概率")]
public readonly record struct EarlyLearningRegularization(
    [NonNegative, Chinese("早期预测的权重，常用 3。")] double Lambda) : ITensorLoss
{
    public EarlyLearningRegularization()
        : this(3)
    {
    }

    /// <summary>One term for each row.</summary>
    public LossTerms Of([Axes("N K")] Tensor prediction, [Axes("N"), Labels("K")] Tensor target, [Axes("N K"), Unit, Constant] Tensor movingAverage)
    {
        var apart = (prediction.LogSoftmax(^1) + (-movingAverage).Apply<Log1p>()).LogSumExp(^1);
        return SoftmaxCrossEntropy.PerRow(prediction, target) + (Lambda * apart);
    }
}
