namespace Minima.Tensors.Losses;

/// <summary>A softmax in which the angle to the own class is multiplied: the own class must be nearer by that factor.</summary>
/// <remarks>
/// <para>Formula: l_i = -log softmax_k(s |x_i| c_k)_y, c_k = cos t_k for k other than the label y, c_y = (-1)^j cos(m t_y) - 2 j for t_y in [j pi / m,
/// (j + 1) pi / m]; t_k the angle of x_i and w_k, s the scale, m the margin.</para>
/// <para>Domain: real; scale &gt; 0; margin a whole number from 1 to 100; labels 0 to K - 1. Rows of zeros have the cosine 0. Range: [0, inf).</para>
/// <para>Shapes: prediction [N, D], weight [K, D] (learned), int target [N]; one term for each row. Prediction and weight are differentiated. Reduction: mean over
/// rows.</para>
/// <para>Convention: class weights are normalised, rows keep their length as in the paper; large-margin softmax keeps both lengths.</para>
/// <para>Numerics: cos(m t) is a polynomial of cos t (Chebyshev), without arc cosine.</para>
/// <para>Source: Liu et al. 2016, arXiv:1612.02295; Liu et al. 2017, arXiv:1704.08063.</para>
/// </remarks>
/// <param name="Margin">Factor of the angle of the true class; 4 in the original, smaller is easier to train.</param>
/// <param name="Scale">Factor of the logits.</param>
[Loss("sphereface", "SphereFace (A-softmax)", "SphereFace 乘性角间隔",
    Family = LossFamily.Metric,
    Formula = "-log softmax_k(s |x_i| c_k)_y, c_k = cos t_k, c_y = (-1)^j cos(m t_y) - 2 j, j = floor(m t_y / pi);  m = margin, s = scale",
    Latex = @"\begin{aligned} & -\log \frac{e^{s \left\lVert x_{i} \right\rVert c_{y}}}{e^{s \left\lVert x_{i} \right\rVert c_{y}} + \sum_{k \ne y} e^{s \left\lVert x_{i} \right\rVert \cos t_{k}}}, \quad \cos t_{k} = \cos(x_{i}, w_{k}) \\ & c_{y} = (-1)^{j} \cos(m t_{y}) - 2 j, \quad j = \left\lfloor \frac{m t_{y}}{\pi} \right\rfloor, \quad m = \mathrm{margin}, \quad s = \mathrm{scale} \end{aligned}",
    Kinks = "a row of zeros: slope 0 of its length",
    ChineseKinks = "行全为零处，其长度的斜率取 0",
    Aliases = ["SphereFaceLoss", "A-Softmax"])]
[English("A softmax that multiplies the angle to the own class.",
    Use = "you reproduce results that were trained with it.",
    Avoid = "you start anew: an additive margin trains more steadily (arcface, cosface).",
    Letters = "c: the cosine with a class; k: a class; t: the angle between x and a row of w; j: the number of half turns")]
[Chinese("把样本与所属类别的夹角放大若干倍的 softmax。",
    Use = "复现以它训练的结果时。",
    Avoid = "从头开始时（用 arcface、cosface）：加性间隔训练起来更稳定。",
    Letters = "c：与某类的余弦；k：类别；t：x 与 w 某行的夹角；j：半周的个数")]
public readonly record struct SphereFace(
    [Between(1, 100), Chinese("真实类别角度的倍数；原文为 4，较小时更易训练。")] int Margin,
    [Positive, Chinese("logits 的放大倍数。")] double Scale) : ITensorLoss
{
    public SphereFace()
        : this(4, 1)
    {
    }

    /// <summary>One term for each row.</summary>
    public LossTerms Of([Axes("N D")] Tensor prediction, [Axes("K D")] Tensor weight, [Axes("N"), Labels("K")] Tensor target)
    {
        var cosines = CosineSimilarity.OfPairs(prediction, weight);
        var logits = CosineSimilarity.WithOwn(cosines, target, OfMultiple(cosines.Pick(target)));
        return SoftmaxCrossEntropy.PerRow(Scale * logits * prediction.Norm(^1).Expand(^1, weight.Shape[0]), target);
    }

    /// <summary>(-1)^j cos(m t) - 2 j from cos t: it decreases as the angle grows, and has no kink where j steps.</summary>
    private Tensor OfMultiple(Tensor cosine)
    {
        var (step, sign) = (Tensor.Zeros(cosine.Shape, cosine.Type), Tensor.Ones(cosine.Shape, cosine.Type));
        var (before, polynomial) = (sign, cosine);
        for (var j = 1; j < Margin; j++)
        {
            var passed = cosine.Less(Tensor.Scalar(Math.Cos(j * Math.PI / Margin), cosine.Type));
            (step, sign) = (step + passed, sign * (1 - (2 * passed)));
            (before, polynomial) = (polynomial, (2 * cosine * polynomial) - before);
        }

        return (sign * polynomial) - (2 * step);
    }
}
