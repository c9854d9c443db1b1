namespace Minima.Tensors.Losses;

/// <summary>One minus the Dice of centre lines: how much of each mask's skeleton lies in the other mask.</summary>
/// <remarks>
/// <para>Formula: 1 - 2 Tp Ts / (Tp + Ts), Tp = (sum S(p) t + s) / (sum S(p) + s), Ts = (sum S(t) p + s) / (sum S(t) + s), S the soft skeleton by minima (cross of 3) and maxima (3 by 3).</para>
/// <para>Domain: prediction and target in [0, 1]; iterations &gt;= 0; smoothing &gt; 0. Range: [0, 1].</para>
/// <para>Shapes: prediction and target [H, W], one image; one number. Only the prediction is differentiated.</para>
/// <para>Kinks: ties within a window: the first; of row and column: half each; what is taken away 0: derivative 0.</para>
/// <para>Convention: MONAI's SoftclDiceLoss, on one foreground image. Take as many iterations as the widest tube has pixels to its middle.</para>
/// <para>Source: Shit et al. 2021, CVPR, arXiv:2003.07311.</para>
/// </remarks>
/// <param name="Iterations">Number of erosions of the mask; at least half the thickest structure in pixels.</param>
/// <param name="Smoothing">Added to each sum, so that empty skeletons agree.</param>
[Loss("cldice", "clDice (centre-line)", "中心线 Dice 损失",
    Family = LossFamily.Segmentation,
    Formula = "1 - 2 Tp Ts / (Tp + Ts);  Tp = (sum S(p) t + s) / (sum S(p) + s), Ts = (sum S(t) p + s) / (sum S(t) + s);  s = smoothing;  and iterations",
    ChineseFormula = "1 - 2 Tp Ts / (Tp + Ts);  Tp = (sum S(p) t + s) / (sum S(p) + s), Ts = (sum S(t) p + s) / (sum S(t) + s);  s = smoothing；另有参数 iterations",
    Latex = @"1 - \frac{2 T_{p} T_{s}}{T_{p} + T_{s}}, \quad T_{p} = \frac{\sum S(p) \, t + \mathrm{smoothing}}{\sum S(p) + \mathrm{smoothing}}, \quad T_{s} = \frac{\sum S(t) \, p + \mathrm{smoothing}}{\sum S(t) + \mathrm{smoothing}}, \quad S(x) = S_{\mathrm{iterations}}, \quad S_{0} = R(x), \quad S_{k} = S_{k-1} + \max\left(0, R\left(E^{k}(x)\right) - S_{k-1} R\left(E^{k}(x)\right)\right), \quad R(x) = \max\left(0, x - D(E(x))\right), \quad E(x)_{ij} = \min_{\left|a\right| + \left|b\right| \le 1} x_{i+a,j+b}, \quad D(x)_{ij} = \max_{\left|a\right|, \left|b\right| \le 1} x_{i+a,j+b}",
    Kinks = "ties within a window: slope to the first", ChineseKinks = "窗口内并列时斜率归第一个",
    Aliases = ["SoftclDiceLoss", "soft_cldice", "clDiceLoss"])]
[English("Judges thin branching structures by their centre lines: a gap costs as much as its length, not its area.",
    Use = "vessels, roads or cracks must stay connected: with dice, in equal shares or less.",
    Avoid = "regions are compact (dice, or boundary if outlines matter), or it is the only loss: then nothing determines the widths.",
    Letters = "S: the soft skeleton; k: a step of its computation; i, j: the row and the column of a pixel; a, b: the offset of a neighbouring pixel")]
[Chinese("以中心线评价细长分叉的结构：断裂按长度而不是面积计代价。",
    Use = "血管、道路或裂缝必须保持连通时：与 dice 同用，权重相等或更小。",
    Avoid = "目标是块状区域时（用 dice，轮廓重要时用 boundary），或单独使用时：此时宽度不受任何约束。",
    Letters = "S：软骨架；k：计算步；i、j：像素的行与列；a、b：到邻近像素的位移")]
public readonly record struct CentreLineDice(
    [Between(0, 10_000), Chinese("掩码腐蚀的次数；至少为最粗结构像素宽度的一半。")] int Iterations,
    [Positive, Chinese("加在各个和上，使两个空骨架视为一致。")] double Smoothing) : ITensorLoss
{
    public CentreLineDice()
        : this(3, 1)
    {
    }

    /// <summary>One number.</summary>
    public LossTerms Of([Axes("H W"), Unit] Tensor prediction, [Axes("H W"), Unit, Constant] Tensor target)
    {
        if (prediction.Count == 0) return LossTerms.Scalar(prediction.Sum());
        var p = Plane(prediction);
        var t = Plane(target);
        var precision = Share(Morphology.Skeleton(p, Iterations), t);
        var sensitivity = Share(Morphology.Skeleton(t, Iterations), p);
        return LossTerms.Scalar(1 - (2 * precision * sensitivity / (precision + sensitivity)));
    }

    private static Tensor Plane(Tensor image) => image.Reshape([1, 1, image.Shape[0], image.Shape[1]]);

    /// <summary>The proportion of a skeleton that lies in a mask.</summary>
    private Tensor Share(Tensor skeleton, Tensor mask) => ((skeleton * mask).Sum() + Smoothing) / (skeleton.Sum() + Smoothing);
}
