using Minima.Reals.Primitives;

namespace Minima.Tensors.Losses;

/// <summary>As TRADES, with more weight on items that are wrong already on clean inputs, and with the runner-up class pushed down.</summary>
/// <remarks>
/// <para>Formula: -log p_y(adv) - log(1 - max_(k != y) p_k(adv)) + lambda KL(nat || adv) (1 - p_y(nat)).</para>
/// <para>Domain: real logits (a single class has the value 0); labels 0 to K - 1; lambda &gt;= 0. Range: [0, inf).</para>
/// <para>Shapes: natural and adversarial [N, K] logits, target [N] labels; one term for each row. Both logits are differentiated.</para>
/// <para>Kinks: of rivals equally probable the first counts.</para>
/// <para>Convention: exact logarithms; the authors' code has log(1.0001 - p) and adds 1e-12.</para>
/// <para>Source: Wang et al. 2020, ICLR.</para>
/// </remarks>
/// <param name="Lambda">Weight of the divergence; 5 to 6 is usual.</param>
[Loss("mart", "MART", "MART",
    Family = LossFamily.Adversarial,
    Latex = @"\begin{aligned} & -\log p_{y} - \log\left(1 - \max_{k \ne y} p_{k}\right) + \lambda (1 - q_{y}) \sum_{k} q_{k} \log \frac{q_{k}}{p_{k}} \\ & p = \operatorname{softmax}(\mathrm{adversarial}), \quad q = \operatorname{softmax}(\mathrm{natural}) \end{aligned}",
    Kinks = "equal rivals: the first", ChineseKinks = "竞争类别概率相等：取第一个",
    Aliases = ["MartLoss"])]
[English("Robust training that attends to items that are wrong anyway.",
    Use = "you would use trades and misclassified samples hold robustness back.",
    Avoid = "labels are noisy: it attends to exactly those.",
    Letters = "adv: adversarial; nat: natural; p, q: the probabilities of both; k: a class")]
[Chinese("更关注本就分错的样本的鲁棒训练。",
    Use = "适合用 trades，而误分类样本拖累鲁棒性时。",
    Avoid = "标签有噪声时：它关注的恰恰是标错的样本。",
    Letters = "adv：adversarial；nat：natural；p、q：两者的概率；k：类别")]
public readonly record struct Mart(
    [NonNegative, Chinese("散度的权重，常用 5 至 6。")] double Lambda) : ITensorLoss
{
    public Mart()
        : this(5)
    {
    }

    /// <summary>One term for each row.</summary>
    public LossTerms Of([Axes("N K")] Tensor natural, [Axes("N K")] Tensor adversarial, [Axes("N"), Labels("K")] Tensor target)
    {
        var classes = natural.Shape[1];
        if (classes < 2) return (natural + adversarial).Sum(^1) * 0;
        var rival = (adversarial + LogProbabilities.MaskOfLabel(target, classes, natural.Type)).ArgMax(^1);

        // -log(1 - p) is softplus of the rival's logit against all others together: finite also where p rounds to 1.
        var others = (adversarial + LogProbabilities.MaskOfLabel(rival, classes, natural.Type)).LogSumExp(^1);
        var beaten = (adversarial.Pick(rival) - others).Softplus();
        var missed = -(-SoftmaxCrossEntropy.PerRow(natural, target)).Apply<Expm1>();
        return SoftmaxCrossEntropy.PerRow(adversarial, target) + beaten + (Lambda * (LogProbabilities.KullbackLeibler(natural.LogSoftmax(^1), adversarial.LogSoftmax(^1)) * missed));
    }
}
