namespace Minima.Tensors.Losses;

/// <summary>A softmax over cosines in which the own class must win by a margin of the angle.</summary>
/// <remarks>
/// <para>Formula: l_i = -log softmax_k(s c_k)_y, c_k = cos t_k for k other than the label y, c_y = cos(t_y + m), and cos t_y - m sin m where t_y &gt; pi - m; t_k
/// the angle of x_i and w_k, s the scale, m the margin.</para>
/// <para>Domain: real; scale &gt; 0; margin &gt;= 0, in radians; labels 0 to K - 1. Rows of zeros stay as they are. Range: [0, inf).</para>
/// <para>Shapes: prediction [N, D], weight [K, D] (learned), int target [N]; one term for each row. Prediction and weight are differentiated. Reduction: mean over
/// rows.</para>
/// <para>Kinks: a jump at t_y = pi - m. The square of sin t_y counts as 1e-14 below that, with derivative 0.</para>
/// <para>Convention: radians, 0.5 of them; pytorch-metric-learning has degrees, 28.6. No easy margin.</para>
/// <para>Numerics: cos(t + m) = cos t cos m - sin t sin m, without arc cosine.</para>
/// <para>Source: Deng et al. 2019, arXiv:1801.07698.</para>
/// </remarks>
/// <param name="Margin">Margin added to the angle of the true class, in radians; 0.5 is usual.</param>
/// <param name="Scale">Factor of the cosines, an inverse temperature; 20 to 64.</param>
[Loss("arcface", "ArcFace", "ArcFace 加性角间隔",
    Family = LossFamily.Metric,
    Formula = "-log softmax_k(s c_k)_y, c_k = cos t_k, c_y = cos(t_y + m);  m = margin, s = scale",
    Latex = @"-\log \operatorname{softmax}_{k}\left(\mathrm{scale} \, c_{k}\right)_{y}, \quad c_{k} = \cos \theta_{k} = \cos\left(x, w_{k}\right) \enspace (k \ne y), \quad c_{y} = \begin{cases} \cos\left(\theta_{y} + \mathrm{margin}\right) & \text{if } \cos \theta_{y} \ge -\cos \mathrm{margin} \\ \cos \theta_{y} - \mathrm{margin} \, \sin \mathrm{margin} & \text{otherwise} \end{cases}",
    Kinks = "a jump at t_y = pi - m; sin^2 t_y below 1e-14: slope 0 of sin t_y",
    ChineseKinks = "t_y = pi - m 处有跳变；sin^2 t_y 低于 1e-14 时 sin t_y 的斜率取 0",
    Aliases = ["ArcFaceLoss"],
    SearchWords = ["face recognition", "人脸识别"])]
[English("A softmax over cosines with a margin of the angle for the own class.",
    Use = "faces or other identities must be distinguished that training never saw, and data are plenty.",
    Avoid = "training does not start: the margin is hard at first (cosface, or a smaller margin).",
    Letters = "k: a class; t, θ: the angle between x and a row of w")]
[Chinese("余弦 softmax，并为样本所属类别留出角度间隔。",
    Use = "要区分训练中从未见过的人脸或其他身份，且数据充足时。",
    Avoid = "训练起步困难时（用 cosface 或较小的间隔）：这个间隔起初过于苛刻。",
    Letters = "k：类别；t、θ：x 与 w 某行的夹角")]
public readonly record struct ArcFace(
    [NonNegative, Chinese("加在真实类别角度上的间隔，单位为弧度，常用 0.5。")] double Margin,
    [Positive, Chinese("余弦的放大倍数，即温度的倒数，取 20 至 64。")] double Scale) : ITensorLoss
{
    private const double LeastSineSquare = 1e-14;

    public ArcFace()
        : this(0.5, 64)
    {
    }

    /// <summary>One term for each row.</summary>
    public LossTerms Of([Axes("N D")] Tensor prediction, [Axes("K D")] Tensor weight, [Axes("N"), Labels("K")] Tensor target)
    {
        var cosines = CosineSimilarity.OfPairs(prediction, weight);
        var own = cosines.Pick(target);
        var isBeyond = own.Less(Tensor.Scalar(-Math.Cos(Margin), own.Type));
        var moved = Tensor.Where(isBeyond, own - (Margin * Math.Sin(Margin)), CosineSimilarity.OfShiftedAngle(own, Margin, LeastSineSquare));
        return SoftmaxCrossEntropy.PerRow(Scale * CosineSimilarity.WithOwn(cosines, target, moved), target);
    }
}
