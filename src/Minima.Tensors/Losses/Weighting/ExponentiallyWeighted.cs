namespace Minima.Tensors.Losses;

/// <summary>A mean of losses in the order of time, in which old ones fade.</summary>
/// <remarks>
/// <para>Formula: sum_i g^(n - i) l_i / sum_i g^(n - i), the last loss with weight 1.</para>
/// <para>Domain: losses real; 0 &lt; gamma &lt;= 1 (otherwise LossError.ParameterDomain).</para>
/// <para>Shapes: losses [N], the oldest first; one number. They are differentiated. No loss at all: 0.</para>
/// <para>Limits: the mean for gamma 1; the last loss for gamma near 0.</para>
/// <para>Convention: Minima.Tensors.Streams.ExponentiallyWeightedLoss is the same, item by item.</para>
/// <para>Source: Gama, Sebastiao and Rodrigues 2013, Mach. Learn. 90, 317-346, doi:10.1007/s10994-012-5320-9.</para>
/// </remarks>
/// <param name="Gamma">Factor by which a loss counts less with each one that follows; 0.99 remembers about 100.</param>
[Loss("exponentially_weighted", "Exponentially weighted loss", "指数加权损失",
    Family = LossFamily.Weighting, LowerBound = double.NegativeInfinity,
    Formula = "sum_i g^(n - i) l_i / sum_i g^(n - i);  g = gamma",
    Latex = @"\frac{\sum_{i=1}^{n} \gamma^{n - i} l_{i}}{\sum_{i=1}^{n} \gamma^{n - i}}, \quad l = \mathrm{losses}",
    Aliases = ["forgetting_factor", "RLS"])]
[English("The mean of a series of losses with weights that fall into the past.",
    Use = "a model is to follow a stream that changes slowly.",
    Avoid = "changes are abrupt: find them first (adwin, page_hinkley), then start anew.",
    Letters = "n: the number of losses; i: a position in the stream")]
[Chinese("损失序列的加权平均，越久远的损失权重越小。",
    Use = "模型需要跟随缓慢变化的数据流时。",
    Avoid = "变化是突发的时：应先检测出变化（adwin、page_hinkley），再重新开始。",
    Limits = "gamma = 1 时为均值；gamma 接近 0 时为最后一个损失。",
    Letters = "n：损失个数；i：流中的位置")]
public readonly record struct ExponentiallyWeighted(
    [Unit, Chinese("每来一个新损失，旧损失权重所乘的系数；0.99 约记住 100 个。")] double Gamma) : ITensorLoss, IParameterRule
{
    public ExponentiallyWeighted()
        : this(0.99)
    {
    }

    /// <inheritdoc/>
    public string? BrokenRule => Gamma > 0 ? null : "parameter 'gamma' is 0; it must be above 0 and at most 1.";

    /// <summary>One number.</summary>
    public LossTerms Of([Axes("N")] Tensor losses)
    {
        if (losses.Count == 0) return LossTerms.Scalar(losses.Sum());
        var weights = new double[losses.Count];
        double sum = 0;
        for (var i = 0; i < weights.Length; i++) sum += weights[i] = Math.Pow(Gamma, weights.Length - 1 - i);
        return LossTerms.Scalar((losses * Tensor.Of(weights, losses.Shape).To(losses.Type)).Sum() / sum);
    }
}
