namespace Minima.Tensors.Losses;

/// <summary>The logarithm of one minus Cohen's weighted kappa: the disagreement with the labels, over that of chance.</summary>
/// <remarks>
/// <para>Formula: log(sum w O / sum w E + e), O = t^T p, E = (column sums of t)(column sums of p)^T / B, w_ij = (i - j)^2 or |i - j|.</para>
/// <para>Domain: prediction and target in [0, 1], rows that sum to 1 (not checked); epsilon &gt; 0. Range: [log e, inf); below log(1 + e) it is better than chance.</para>
/// <para>Shapes: prediction and target [B, K], classes in their order, targets one-hot; one number. Only the prediction is differentiated. No row at all: 0.</para>
/// <para>Kinks: if chance would not disagree either (one class alone), the quotient is 0, with gradient 0.</para>
/// <para>Convention: TensorFlow Addons' WeightedKappaLoss; the usual 1 / (K - 1) in w cancels.</para>
/// <para>Source: Cohen 1968, Psychol. Bull. 70(4), 213-220; de la Torre, Puig and Valls 2018, Pattern Recognit. Lett. 105, 144-154.</para>
/// </remarks>
/// <param name="Weightage">Cost of a confusion by the distance of the classes: linear or quadratic.</param>
/// <param name="Epsilon">Added inside the logarithm, which stays finite if all agree.</param>
[Loss("weighted_kappa", "Weighted kappa (ordinal)", "加权 Kappa 损失",
    Family = LossFamily.MultiClass, LowerBound = double.NegativeInfinity,
    Suits = LossPurpose.OrderedClasses,
    Formula = "log(sum w O / sum w E + e);  O = t^T p, E = (sum t)(sum p)^T / B, w_ij = (i - j)^2 or |i - j|;  e = epsilon;  and weightage",
    ChineseFormula = "log(sum w O / sum w E + e);  O = t^T p, E = (sum t)(sum p)^T / B, w_ij = (i - j)^2;  e = epsilon；weightage 为 linear 时 w_ij = |i - j|",
    Latex = @"\begin{aligned} & \log\left(\frac{\sum_{i, j} w_{ij} O_{ij}}{\sum_{i, j} w_{ij} E_{ij}} + \varepsilon\right), \quad w_{ij} = \begin{cases} \left(i - j\right)^{2} & \text{if } \mathrm{weightage} = \mathrm{quadratic} \\ \left|i - j\right| & \text{if } \mathrm{weightage} = \mathrm{linear} \end{cases} \\ & O_{ij} = \sum_{b=1}^{B} t_{bi} p_{bj}, \quad E_{ij} = \frac{1}{B} \sum_{b=1}^{B} t_{bi} \sum_{b=1}^{B} p_{bj} \end{aligned}",
    Kinks = "sum w E = 0: quotient and slope 0", ChineseKinks = "sum w E = 0 时商与斜率取 0",
    Aliases = ["WeightedKappaLoss", "quadratic_weighted_kappa", "cohen_kappa_loss"])]
[English("Trains for agreement beyond chance between ordered grades.",
    Use = "grades are scored by quadratic weighted kappa and batches are large enough for their own statistics.",
    Avoid = "batches are small, or each row must be judged by itself (squared_emd, coral_ordinal).",
    Letters = "O: the observed table of agreement; E: the table expected by chance; w: the weight of a disagreement; i, j: classes")]
[Chinese("直接针对有序等级的一致性（超出随机水平的部分）训练。",
    Use = "以二次加权 kappa 评价分级，且批次足够大、批内统计可靠时。",
    Avoid = "批次较小，或需要逐个样本评价时（用 squared_emd、coral_ordinal）。",
    Letters = "O：观测的一致性表；E：随机情形下的期望表；w：分歧的权重；i、j：类别")]
public readonly record struct WeightedKappa(
    [Chinese("混淆代价随类别距离的增长方式：线性或平方。")] KappaWeighting Weightage,
    [Positive, Chinese("加在对数内，使完全一致时仍有限。")] double Epsilon) : ITensorLoss
{
    public WeightedKappa()
        : this(KappaWeighting.Quadratic, 1e-6)
    {
    }

    /// <summary>One number.</summary>
    public LossTerms Of([Axes("B K"), Unit] Tensor prediction, [Axes("B K"), Unit, Constant] Tensor target)
    {
        if (prediction.Count == 0) return LossTerms.Scalar(prediction.Sum());
        var (rows, classes) = (prediction.Shape[0], prediction.Shape[1]);
        var prices = target.MatMul(Prices(classes, prediction.Type));
        var observed = (prices * prediction).Sum();
        var expected = (prices.MeanOrZero(0) * prediction.Sum(0)).Sum();
        var isSome = 1 - expected.IsZero();
        var disagreement = observed.If(isSome) / (expected + expected.IsZero());
        return LossTerms.Scalar((disagreement + Epsilon).Log());
    }

    private Tensor Prices(int classes, ElementType type)
    {
        var prices = new double[classes * classes];
        for (var i = 0; i < prices.Length; i++)
        {
            var apart = Math.Abs((i / classes) - (i % classes));
            prices[i] = Weightage == KappaWeighting.Quadratic ? (double)apart * apart : apart;
        }

        return Tensor.Of(prices, [classes, classes]).To(type);
    }
}
