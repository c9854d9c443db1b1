namespace Minima.Tensors.Losses;

/// <summary>Proxies as anchors: each proxy pulls the rows of its class and pushes all others, the hard ones the most.</summary>
/// <remarks>
/// <para>Formula: 1/|P+| sum_{p in P+} log(1 + sum_{x of p} e^{-a (s_xp - d)}) + 1/|P| sum_p log(1 + sum_{x not of p} e^{a (s_xp + d)}), with s the cosines,
/// a = alpha, d = delta, P all proxies and P+ those with a row of their class in the batch.</para>
/// <para>Domain: real; alpha &gt; 0; labels 0 to K - 1. Rows are normalised; a row of zeros stays as it is. Range: [0, inf).</para>
/// <para>Shapes: prediction [N, D], weight [K, D] (the proxies, which are learned), int target [N]; one number. Prediction and weight are differentiated. An
/// empty batch: 0.</para>
/// <para>Source: Kim et al. 2020, arXiv:2003.13911.</para>
/// </remarks>
/// <param name="Alpha">Factor of the cosines; 32 is usual.</param>
/// <param name="Delta">Margin of the cosines; 0.1 is usual.</param>
[Loss("proxy_anchor", "Proxy-anchor", "代理锚点损失",
    Family = LossFamily.Metric,
    Formula = "mean over P+ of log(1 + sum_{x of p} e^{-a (s_xp - d)}) + mean over P of log(1 + sum_{x not of p} e^{a (s_xp + d)});  a = alpha, d = delta",
    ChineseFormula = "mean_{p in P+} log(1 + sum_{x of p} e^{-a (s_xp - d)}) + mean_{p in P} log(1 + sum_{x not of p} e^{a (s_xp + d)});  a = alpha, d = delta；P+ 为批次中有样本的代理，x of p 为类别 p 的样本，x not of p 为其余样本",
    Latex = @"\begin{aligned} & \frac{1}{\left|P^{+}\right|} \sum_{p \in P^{+}} \log\left(1 + \sum_{y_{i} = p} e^{-\alpha (s_{ip} - \delta)}\right) + \frac{1}{\left|P\right|} \sum_{p \in P} \log\left(1 + \sum_{y_{i} \ne p} e^{\alpha (s_{ip} + \delta)}\right) \\ & s_{ip} = \cos(x_{i}, w_{p}), \quad P^{+} = \lbrace y_{1}, \dots, y_{N} \rbrace \end{aligned}",
    Aliases = ["ProxyAnchorLoss"])]
[English("Each class proxy pulls the rows of its class and pushes all others, weighted by how hard they are.",
    Use = "you want the fast convergence of proxies and still let the rows of a batch act on each other.",
    Avoid = "classes are so many that proxies do not fit in memory (multi_similarity).",
    Letters = "x: prediction; s: the cosine of a sample and a proxy; p: a proxy, one for each class; P: the set of proxies; i: a sample")]
[Chinese("每个类别代理拉近本类样本、推开其他样本，力度随样本难度而变。",
    Use = "既想要代理方法的快速收敛，又要让批内样本相互影响时。",
    Avoid = "类别多得内存容不下代理时（用 multi_similarity）。",
    Letters = "x：prediction；s：样本与代理的余弦；p：代理，每类一个；P：全部代理；i：样本")]
public readonly record struct ProxyAnchor(
    [Positive, Chinese("余弦的放大倍数，常用 32。")] double Alpha,
    [Chinese("余弦的间隔，常用 0.1。")] double Delta) : ITensorLoss
{
    public ProxyAnchor()
        : this(32, 0.1)
    {
    }

    /// <summary>The mean over the proxies present, and the mean over all.</summary>
    public LossTerms Of([Axes("N D")] Tensor prediction, [Axes("K D")] Tensor weight, [Axes("N"), Labels("K")] Tensor target)
    {
        var cosines = CosineSimilarity.OfPairs(weight, prediction);
        var own = target.OneHot(weight.Shape[0], prediction.Type).Transpose().Contiguous();
        var pull = (-Alpha * (cosines - Delta)).LogSumExp(^1, own).Softplus();
        var push = (Alpha * (cosines + Delta)).LogSumExp(^1, 1 - own).Softplus();
        return LossTerms.Scalar(pull.Mean(own.Any(^1)) + push.Mean(Tensor.Ones(push.Shape, push.Type)));
    }
}
