namespace Minima.Tensors.Losses;

/// <summary>The lead of the true class over its strongest rival, in units of the range of the three largest logits: an attack that cannot be fooled by scale.</summary>
/// <remarks>
/// <para>Formula: -(x_y - max_(k != y) x_k) / (x_(1) - x_(3) + 1e-12), x_(1) &gt;= x_(2) &gt;= x_(3) the three largest.</para>
/// <para>Domain: logits real, at least three classes (fewer are refused); labels 0 to K - 1. Range: [-1, inf).</para>
/// <para>Shapes: prediction [N, K], target [N] labels; one term for each row. Only the prediction is differentiated.</para>
/// <para>Kinks: at a tie the gradient goes to the first of the tied.</para>
/// <para>Convention: untargeted, as a loss that the attacker maximises; its sign is that of the paper.</para>
/// <para>Limits: logits shifted, or scaled by a factor, change nothing (but for the 1e-12).</para>
/// <para>Source: Croce and Hein 2020 (AutoAttack), ICML, arXiv:2003.01690.</para>
/// </remarks>
[Loss("dlr", "Difference of logits ratio", "DLR 损失",
    Family = LossFamily.Adversarial, LowerBound = -1, Link = PredictionLink.Largest,
    Formula = "-(x_y - max_(k != y) x_k) / (x_(1) - x_(3) + 1e-12)",
    Latex = @"-\frac{x_{y} - \max_{k \ne y} x_{k}}{x_{(1)} - x_{(3)} + 10^{-12}}, \quad x_{(1)} \ge x_{(2)} \ge x_{(3)} \ge \dots",
    Kinks = "a tie: slopes to the first", ChineseKinks = "并列时斜率归第一个",
    Aliases = ["dlr_loss", "DLRLoss", "difference_of_logits_ratio"])]
[English("Measures how near a prediction is to turning over, whatever the scale of its logits.",
    Use = "a defence is attacked whose large logits starve cross_entropy of gradient.",
    Avoid = "you train a model, or there are two classes (cw_margin).")]
[Chinese("衡量预测离翻转有多近，不受 logit 尺度影响。",
    Use = "要攻击的防御靠过大的 logit 使 cross_entropy 失去梯度时。",
    Avoid = "训练模型时，或只有两个类别时（用 cw_margin）。",
    Limits = "logits 平移或乘以系数，结果不变（除去 1e-12 的影响）。")]
public readonly record struct LogitRatio : ITensorLoss
{
    private const double Least = 1e-12;

    /// <summary>One term for each row.</summary>
    public LossTerms Of([Axes("N K")] Tensor prediction, [Axes("N"), Labels("K")] Tensor target)
    {
        var (rows, classes) = (prediction.Shape[0], prediction.Shape[1]);
        if (classes < 3) throw new LossException(LossError.Shape, $"dlr: the prediction {prediction.Shape} has {classes} classes; dlr needs at least 3. Use cw_margin for two.");
        var order = prediction.Detach().ArgSort(descending: true);
        var sorted = prediction.TakeAlong(order);
        var labels = target.Read<int>();
        var leaders = order.Contiguous().Read<int>();
        var rivals = new int[rows];
        for (var i = 0; i < rows; i++) rivals[i] = leaders[i * classes] == labels[i] ? 1 : 0;
        var lead = prediction.Pick(target) - sorted.Pick(Tensor.Of(rivals, [rows]));
        return -lead / (Column(sorted, 0) - Column(sorted, 2) + Least);
    }

    private static Tensor Column(Tensor x, int k) => x.Slice(1, k, 1).Reshape([x.Shape[0]]);
}
