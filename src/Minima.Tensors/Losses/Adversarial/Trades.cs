namespace Minima.Tensors.Losses;

/// <summary>Right on clean inputs, and unmoved by the attack: cross-entropy and the divergence of the attacked prediction.</summary>
/// <remarks>
/// <para>Formula: CE(natural, y) + beta KL(softmax(natural) || softmax(adversarial)).</para>
/// <para>Domain: real logits; labels 0 to K - 1; beta &gt;= 0. Range: [0, inf).</para>
/// <para>Shapes: natural and adversarial [N, K] logits for clean and attacked inputs, target [N] labels; one term for each row. Both logits are differentiated; the attack is constant.</para>
/// <para>Source: Zhang et al. 2019, ICML, arXiv:1901.08573.</para>
/// </remarks>
/// <param name="Beta">Weight of robustness relative to accuracy; 6 is usual.</param>
[Loss("trades", "TRADES", "TRADES",
    Family = LossFamily.Adversarial,
    Formula = "CE(nat, y) + beta KL(softmax(nat) || softmax(adv))",
    Latex = @"\begin{aligned} & -\log q_{y} + \beta \sum_{k} q_{k} \log \frac{q_{k}}{p_{k}} \\ & q = \operatorname{softmax}(\mathrm{natural}), \quad p = \operatorname{softmax}(\mathrm{adversarial}) \end{aligned}",
    Aliases = ["TradesLoss"],
    SearchWords = ["adversarial training", "对抗训练"])]
[English("Accuracy on clean inputs, and stability under attack.",
    Use = "a classifier must withstand small attacks, at a price in accuracy that you set by beta.",
    Avoid = "no attack is run in training: adversarial must come from one.",
    Letters = "nat: natural; adv: adversarial; q, p: the probabilities of both; k: a class")]
[Chinese("兼顾干净样本上的准确率与受攻击时的稳定性。",
    Use = "分类器须抵御微小攻击时：准确率的代价由 beta 设定。",
    Avoid = "训练中不运行攻击时：adversarial 必须由攻击产生。",
    Letters = "nat：natural；adv：adversarial；q、p：两者的概率；k：类别")]
public readonly record struct Trades(
    [NonNegative, Chinese("鲁棒性相对于准确率的权重，常用 6。")] double Beta) : ITensorLoss
{
    public Trades()
        : this(6)
    {
    }

    /// <summary>One term for each row.</summary>
    public LossTerms Of([Axes("N K")] Tensor natural, [Axes("N K")] Tensor adversarial, [Axes("N"), Labels("K")] Tensor target) =>
        SoftmaxCrossEntropy.PerRow(natural, target) + (Beta * LogProbabilities.KullbackLeibler(natural.LogSoftmax(^1), adversarial.LogSoftmax(^1)));
}
