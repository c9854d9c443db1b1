using System.Collections.Immutable;

namespace Minima.Tensors.Losses;

/// <summary>Dice for classes of which some are nearer to each other than others: a confusion costs their distance.</summary>
/// <remarks>
/// <para>Formula: D / (2 T + D + s), D = sum_i d_i, d_i = sum_l M[y_i, l] p_il, T = sum_i M[y_i, 0] (1 - d_i), p = softmax(x); that is 1 - (2 T + s) / (2 T + D + s).</para>
/// <para>Domain: logits real; labels 0 to K - 1, 0 the background; M K by K, from 0 to 1, 0 on its diagonal; smoothing &gt; 0. Range: [0, 1).</para>
/// <para>Shapes: prediction [N, K] (all pixels), target [N] labels; one number. Only the prediction is differentiated. No pixel at all: 0.</para>
/// <para>Convention: MONAI's GeneralizedWassersteinDiceLoss with its default weighting.</para>
/// <para>Numerics: written with the distances, so that nothing cancels where the prediction is right.</para>
/// <para>Source: Fidon et al. 2017, BrainLes, arXiv:1707.00478.</para>
/// </remarks>
/// <param name="DistanceMatrix">Cost of predicting the class of the column if that of the row is right.</param>
/// <param name="Smoothing">Added to the denominator, so that it is never 0.</param>
[Loss("wasserstein_dice", "Generalised Wasserstein Dice", "广义 Wasserstein Dice 损失",
    Family = LossFamily.Segmentation, Link = PredictionLink.Softmax,
    Formula = "1 - (2 T + s) / (2 T + D + s);  D = sum_i d_i, d_i = sum_l M[y_i, l] p_il, T = sum_i M[y_i, 0] (1 - d_i);  M = distance_matrix, s = smoothing",
    Latex = @"\begin{aligned} & 1 - \frac{2 T + s}{2 T + D + s}, \quad D = \sum_{i} d_{i}, \quad T = \sum_{i} M_{y_{i}, 0} (1 - d_{i}) \\ & d_{i} = \sum_{l} M_{y_{i}, l} \, p_{il}, \quad p_{i} = \operatorname{softmax}(x_{i}), \quad M = \mathrm{distance\_matrix}, \quad s = \mathrm{smoothing} \end{aligned}",
    Aliases = ["GeneralizedWassersteinDiceLoss"])]
[English("A Dice for many classes that knows which confusions are harmless.",
    Use = "classes form a hierarchy, such as parts of a tumour, and taking one for its neighbour is half as bad as missing both.",
    Avoid = "all confusions cost the same (generalized_dice).",
    Letters = "T: the soft true positives; D: the sum of the distances; d: the distance of a sample; i: a sample; l: a class; p: the vector of predicted probabilities")]
[Chinese("适用于多类别的 Dice，能区分哪些混淆无关紧要。",
    Use = "类别有层级关系（如肿瘤的各部分），且误作相邻类别比完全漏掉要轻时。",
    Avoid = "所有混淆代价相同时（用 generalized_dice）。",
    Letters = "T：软真阳性数；D：距离之和；d：样本的距离；i：样本；l：类别；p：预测概率")]
public readonly record struct WassersteinDice(
    [Unit, Chinese("真实类别为所在行、预测类别为所在列时的代价。")] ImmutableArray<ImmutableArray<double>> DistanceMatrix,
    [Positive, Chinese("加在分母上，使其不为 0。")] double Smoothing) : ITensorLoss, IParameterRule
{
    public WassersteinDice()
        : this([[0, 1, 1], [1, 0, 0.5], [1, 0.5, 0]], 1e-5)
    {
    }

    /// <inheritdoc/>
    public string? BrokenRule
    {
        get
        {
            var rows = DistanceMatrix;
            if (rows.IsDefaultOrEmpty || rows.Any(row => row.Length != rows.Length)) return "parameter 'distance_matrix' must be square, with a row and a column for each class.";
            for (var k = 0; k < rows.Length; k++)
            {
                if (rows[k][k] != 0) return $"parameter 'distance_matrix' has {rows[k][k]} at row {k}, column {k}; the distance of a class from itself must be 0.";
            }

            return null;
        }
    }

    /// <summary>One number.</summary>
    public LossTerms Of([Axes("N K")] Tensor prediction, [Axes("N"), Labels("K")] Tensor target)
    {
        var classes = prediction.Shape[1];
        if (classes != DistanceMatrix.Length) throw new LossException(LossError.Shape, $"wasserstein_dice: the prediction {prediction.Shape} has {classes} classes, but distance_matrix has {DistanceMatrix.Length} rows; give one row for each class.");
        if (prediction.Count == 0) return LossTerms.Scalar(prediction.Sum());
        var prices = Tensor.Of([.. DistanceMatrix.SelectMany(row => row)], [classes, classes]).To(prediction.Type).Rows(target);
        var distances = (prices * prediction.Softmax(^1)).Sum(^1);
        var common = (prices.Slice(1, 0, 1).Reshape(distances.Shape) * (1 - distances)).Sum();
        var missed = distances.Sum();
        return LossTerms.Scalar(missed / ((2 * common) + missed + Smoothing));
    }
}
