namespace Minima.Tensors.Losses;

/// <summary>The area under the ROC curve as a game: squares around two learned means, and a price on their margin that ascends.</summary>
/// <remarks>
/// <para>Formula: (1 - q) mean(t (h - a)^2) + q mean((1 - t)(h - b)^2) + 2 alpha (q (1 - q) m + mean(q (1 - t) h - (1 - q) t h)) - q (1 - q) alpha^2, h = sigmoid(x), q = mean(t).</para>
/// <para>Domain: logits real; targets 0 or 1; margin &gt; 0. Range: all reals.</para>
/// <para>Shapes: prediction and target [N]; positive_mean (a), negative_mean (b) and alpha [1]; one term for the whole batch. All but the target are differentiated: prediction, a and b descend, alpha
/// ascends and is kept at 0 or above. No row at all: 0.</para>
/// <para>Convention: means over the whole batch, as in LibAUC's first version; h is the sigmoid of the prediction, which LibAUC takes as given.</para>
/// <para>Source: Yuan et al. 2021, ICCV, arXiv:2012.03173.</para>
/// </remarks>
/// <param name="Margin">Margin by which positives should score above negatives; 1 is usual.</param>
[Loss("auc_margin", "AUC margin (AUCM)", "AUC 间隔损失",
    Family = LossFamily.Binary, LowerBound = double.NegativeInfinity,
    Suits = LossPurpose.Imbalance,
    Formula = "(1 - q) mean(t (h - a)^2) + q mean((1 - t)(h - b)^2) + 2 alpha (q (1 - q) m + mean(q (1 - t) h - (1 - q) t h)) - q (1 - q) alpha^2;  h = sigmoid(x), q = mean(t);  m = margin",
    Latex = @"\frac{1 - q}{N} \sum_{i} t_{i} \left(h_{i} - a\right)^{2} + \frac{q}{N} \sum_{i} \left(1 - t_{i}\right) \left(h_{i} - b\right)^{2} + 2 \alpha \left(q (1 - q) \, \mathrm{margin} + \frac{1}{N} \sum_{i} \left(q \left(1 - t_{i}\right) h_{i} - (1 - q) t_{i} h_{i}\right)\right) - q (1 - q) \alpha^{2}, \quad h_{i} = \sigma\left(x_{i}\right), \quad q = \frac{1}{N} \sum_{i} t_{i}, \quad a = \mathrm{positive\_mean}, \quad b = \mathrm{negative\_mean}",
    Aliases = ["AUCMLoss", "AUCM"])]
[English("Pushes positives above negatives by a margin, without looking at pairs.",
    Use = "the score is the AUC, positives are few, and an optimizer with an ascending part is available.",
    Avoid = "probabilities are wanted (bce_with_logits), or plain descent is all there is.",
    Letters = "h: the predicted probability; q: the proportion of positives; i: an index of the samples")]
[Chinese("让正例得分比负例高出一个间隔，而无需逐对比较。",
    Use = "以 AUC 评价、正例很少，且有能做上升步的优化器时。",
    Avoid = "需要概率时（用 bce_with_logits），或只能做普通梯度下降时。",
    Letters = "h：预测概率；q：正例比例；i：样本的下标")]
public readonly record struct AucMargin(
    [Positive, Chinese("正例得分应高出负例的幅度，常用 1。")] double Margin) : ITensorLoss
{
    public AucMargin()
        : this(1)
    {
    }

    /// <summary>One term for the batch.</summary>
    public LossTerms Of([Axes("N")] Tensor prediction, [Axes("N"), Unit, Constant] Tensor target, [Axes("1")] Tensor positiveMean, [Axes("1")] Tensor negativeMean, [Axes("1")] Tensor alpha)
    {
        if (prediction.Count == 0) return prediction.Sum().Reshape([1]);
        var rest = 1 - target;
        var share = target.MeanOrZero().Item();
        var both = share * (1 - share);
        var score = prediction.Sigmoid();
        var spread = ((1 - share) * Around(score, target, positiveMean)) + (share * Around(score, rest, negativeMean));
        var gap = ((share * (rest * score)) - ((1 - share) * (target * score))).MeanOrZero().Reshape([1]);
        return spread + (2 * (alpha * (gap + (both * Margin)))) - (both * (alpha * alpha));
    }

    private static Tensor Around(Tensor score, Tensor chosen, Tensor mean) => (chosen * (score - mean.BroadcastTo(score.Shape)).Square()).MeanOrZero().Reshape([1]);
}
