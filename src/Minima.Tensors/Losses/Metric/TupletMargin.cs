namespace Minima.Tensors.Losses;

/// <summary>A positive pair against all negatives of its anchor, by cosines, the angle of the pair relaxed by a few degrees.</summary>
/// <remarks>
/// <para>Formula: l_ap = log(1 + sum_n exp(s (cos t_an - cos(t_ap - b)))) for every ordered pair (a, p) of one label, over the rows n of another, t the
/// angles and b = beta, in degrees.</para>
/// <para>Domain: real; scale &gt; 0. Rows are normalised; a row of zeros stays as it is. Range: [0, inf).</para>
/// <para>Shapes: prediction [N, D], int target [N]; one term for each pair, anchor by anchor. The prediction is differentiated. Reduction: mean over pairs.</para>
/// <para>Kinks: an angle of 0 between the rows of a pair, where the derivative of its sine is taken as 0.</para>
/// <para>Numerics: cos(t - b) = cos t cos b + sqrt(1 - cos^2 t) sin b, without arc cosine.</para>
/// <para>Source: Yu and Tao 2019, ICCV, "Deep metric learning with tuplet margin loss".</para>
/// </remarks>
/// <param name="Beta">Slack in degrees that is taken off the angle of a positive pair: pairs aim at this angle in place of 0.</param>
/// <param name="Scale">Factor of the cosines, an inverse temperature; 20 to 64.</param>
[Loss("tuplet_margin", "Tuplet margin", "元组间隔损失",
    Family = LossFamily.Metric,
    Formula = "log(1 + sum_n exp(s (cos t_an - cos(t_ap - b))));  b = beta in degrees, s = scale",
    ChineseFormula = "log(1 + sum_n exp(s (cos t_an - cos(t_ap - b))));  b = beta, s = scale；beta 以度为单位",
    Latex = @"\log\left(1 + \sum_{y_{n} \ne y_{a}} e^{s \left(\cos t_{an} - \cos\left(t_{ap} - \beta^{\circ}\right)\right)}\right), \quad \cos t_{ij} = \cos(x_{i}, x_{j}), \quad y_{a} = y_{p}, \quad a \ne p, \quad s = \mathrm{scale}",
    Kinks = "t_ap = 0: slope 0 of sin t_ap",
    ChineseKinks = "t_ap = 0 处 sin t_ap 的斜率取 0",
    Aliases = ["TupletMarginLoss"])]
[English("Each positive pair against all negatives of its anchor; a slack angle keeps easy classes from collapsing.",
    Use = "some classes vary much within themselves and should not be forced to a point.",
    Avoid = "many rows of a class share a batch: all pairs times all negatives count (multi_similarity).",
    Letters = "t: the angle of two samples; a, p, n: an anchor, a sample of its class and one of another class; y: target")]
[Chinese("每个正样本对与其锚点的全部负样本比较；松弛角可避免简单的类别坍缩成一点。",
    Use = "某些类别内部差异大，不应压成一点时。",
    Avoid = "批内同类样本很多时（用 multi_similarity）：所有正样本对与所有负样本的组合都要计算。",
    Letters = "t：两个样本的夹角；a、p、n：锚点、同类样本与异类样本；y：target")]
public readonly record struct TupletMargin(
    [Chinese("从正样本对夹角中减去的松弛角，单位为度：样本对以此角而非 0 为目标。")] double Beta,
    [Positive, Chinese("余弦的放大倍数，即温度的倒数，取 20 至 64。")] double Scale) : ITensorLoss
{
    public TupletMargin()
        : this(5.73, 64)
    {
    }

    /// <summary>One term for each positive pair.</summary>
    public LossTerms Of([Axes("N D")] Tensor prediction, [Axes("N"), Labels] Tensor target)
    {
        var labels = LabelPairs.Within(target, prediction.Type);
        var pairs = PairList.Of(labels.Positive);
        var cosines = CosineSimilarity.OfPairs(prediction);
        var relaxed = CosineSimilarity.OfShiftedAngle(pairs.At(cosines), -double.DegreesToRadians(Beta));
        return ((Scale * pairs.OfAnchors(cosines)).LogSumExp(^1, pairs.OfAnchors(labels.Negative)) - (Scale * relaxed)).Softplus();
    }
}
