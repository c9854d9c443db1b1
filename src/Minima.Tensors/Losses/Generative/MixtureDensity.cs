namespace Minima.Tensors.Losses;

/// <summary>Minus the log-likelihood of a mixture of Gaussians whose weights, means and scales are predicted.</summary>
/// <remarks>
/// <para>Formula: -log sum_k softmax(a)_k N(y; m_k, exp(s_k)), with a the mixture_logits, m the mean, s the log_scale.</para>
/// <para>Domain: real. Range: all reals.</para>
/// <para>Shapes: mixture_logits, mean and log_scale [N, K], target [N]; one term for each row. All but the target are differentiated.</para>
/// <para>Source: Bishop 1994, Mixture Density Networks, NCRG/94/004.</para>
/// </remarks>
[Loss("mdn", "Mixture density network NLL", "混合密度网络",
    Family = LossFamily.Generative, LowerBound = double.NegativeInfinity,
    Latex = @"-\log \sum_{k} \frac{\operatorname{softmax}(a)_{k}}{\sqrt{2 \pi} \, e^{s_{k}}} \exp\left(-\frac{(y - m_{k})^{2}}{2 e^{2 s_{k}}}\right)",
    Aliases = ["MDNLoss", "MixtureDensityNetwork"])]
[English("The likelihood of a mixture of Gaussians.",
    Use = "one input has several likely outcomes: inverse problems, paths that fork.",
    Avoid = "one bell is enough (gaussian_nll); and hold the scales: a component may shrink onto one point.",
    Letters = "a: mixture_logits; N: the density of the normal distribution; m: mean; s: log_scale; k: a component")]
[Chinese("高斯混合分布的似然。",
    Use = "同一输入有多个可能结果时：反问题、分叉的路径。",
    Avoid = "一个高斯分布已足够时（用 gaussian_nll）；此外应限制尺度，否则分量可能收缩到单个点。",
    Letters = "a：mixture_logits；N：正态分布的密度；m：mean；s：log_scale；k：分量")]
public readonly record struct MixtureDensity : ITensorLoss
{
    private const double Log2Pi = 1.83787706640934548356;

    /// <summary>One term for each row.</summary>
    public LossTerms Of([Axes("N K")] Tensor mixtureLogits, [Axes("N K")] Tensor mean, [Axes("N K")] Tensor logScale, [Axes("N"), Constant] Tensor target)
    {
        var z = (target.Reshape([target.Count, 1]).BroadcastTo(mean.Shape) - mean) * (-logScale).Exp();
        return (0.5 * Log2Pi) - (mixtureLogits.LogSoftmax(^1) - (0.5 * (z * z)) - logScale).LogSumExp(^1);
    }
}
