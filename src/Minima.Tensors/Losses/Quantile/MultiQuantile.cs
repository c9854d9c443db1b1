using System.Collections.Immutable;

namespace Minima.Tensors.Losses;

/// <summary>Several quantiles at once: the pinball losses of all of them, added.</summary>
/// <remarks>
/// <para>Formula: sum_q max(q e, (q - 1) e), e = y - x_q.</para>
/// <para>Domain: real; quantiles in [0, 1], not empty. Range: [0, inf).</para>
/// <para>Shapes: prediction [N, Q], one column for each quantile, target [N]; one term for each row. Only the prediction is differentiated.</para>
/// <para>Kinks: at e = 0 the mean of both derivatives.</para>
/// <para>Convention: the weighted quantile loss of DeepAR and TFT is twice the sum over the sum of |y|.</para>
/// <para>Limits: one quantile: pinball.</para>
/// <para>Source: Wen et al. 2017 (MQ-RNN), arXiv:1711.11053; Lim et al. 2021 (TFT), arXiv:1912.09363.</para>
/// </remarks>
/// <param name="Quantiles">Quantile levels, one for each column, such as 0.1, 0.5, 0.9.</param>
[Loss("multi_quantile", "Multi-quantile (weighted quantile loss)", "多分位数损失",
    Family = LossFamily.Quantile,
    Suits = LossPurpose.Quantile | LossPurpose.Distribution,
    Formula = "sum_q max(q e, (q - 1) e), e = y - x_q;  q = quantiles",
    Latex = @"\sum_{k} \max(q_{k} e_{k}, (q_{k} - 1) e_{k}), \quad e_{k} = y - x_{k}, \quad q = \mathrm{quantiles}",
    Kinks = "e = 0: the mean of both slopes", ChineseKinks = "e = 0 处：取两侧斜率的平均",
    Aliases = ["MultiQuantileLoss", "MQLoss", "QuantileLosses"])]
[English("Several quantiles at once.",
    Use = "a forecast is to have a middle and bounds.",
    Avoid = "one level is enough (pinball), or the bounds are to be scored as an interval (interval_score).",
    Letters = "e: the error; k: an index of the quantiles")]
[Chinese("同时预测多个分位数。",
    Use = "预报既需要中值也需要上下界时。",
    Avoid = "只需一个分位数时（用 pinball），或要把上下界作为区间评分时（用 interval_score）。",
    Limits = "只有一个分位数时为 pinball。",
    Letters = "e：误差；k：分位数的下标")]
public readonly record struct MultiQuantile(
    [Chinese("分位水平，每列一个，如 0.1、0.5、0.9。")] ImmutableArray<double> Quantiles) : ITensorLoss, IParameterRule
{
    public MultiQuantile()
        : this([0.1, 0.5, 0.9])
    {
    }

    /// <inheritdoc/>
    public string? BrokenRule => Quantiles.IsDefaultOrEmpty || Quantiles.Any(q => !(q is >= 0 and <= 1)) ? "parameter 'quantiles' must hold at least one number, all from 0 to 1." : null;

    /// <summary>One term for each row.</summary>
    public LossTerms Of([Axes("N Q")] Tensor prediction, [Axes("N"), Constant] Tensor target)
    {
        if (prediction.Shape[1] != Quantiles.Length) throw new LossException(LossError.Shape, $"multi_quantile: the prediction {prediction.Shape} has {prediction.Shape[1]} columns, but there are {Quantiles.Length} quantiles; each needs one column.");
        var excess = target.Reshape([target.Count, 1]).BroadcastTo(prediction.Shape) - prediction;
        var levels = Tensor.Of(Quantiles.AsSpan(), [Quantiles.Length]).To(prediction.Type).BroadcastTo(prediction.Shape);
        return (levels * excess).Max((levels - 1) * excess).Sum(^1);
    }
}
