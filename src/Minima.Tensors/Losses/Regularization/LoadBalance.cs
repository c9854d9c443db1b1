namespace Minima.Tensors.Losses;

/// <summary>The experts of a layer should be chosen equally often.</summary>
/// <remarks>
/// <para>Formula: K sum_k f_k P_k, f_k the share of rows whose largest logit is k, P_k the mean of softmax(x)_k.</para>
/// <para>Domain: real logits. Range: [0, K]; 1 if all are even.</para>
/// <para>Shapes: prediction [N, K], the logits of the router; one number, 0 of no rows. It is differentiated through P; f is constant.</para>
/// <para>Kinks: two largest logits that are equal: the first is chosen.</para>
/// <para>Convention: the factor 0.01 of the paper is the weight of the term.</para>
/// <para>Source: Shazeer et al. 2017, arXiv:1701.06538; Fedus, Zoph and Shazeer 2021, arXiv:2101.03961.</para>
/// </remarks>
[Loss("load_balance", "Load balancing of a mixture of experts", "混合专家（MoE）负载均衡",
    Family = LossFamily.Regularization,
    Formula = "K sum_k f_k P_k;  f = share of argmax x, P = mean softmax(x)",
    ChineseFormula = "K sum_k f_k P_k;  P = mean softmax(x)；f_k 为最大得分在 k 处的样本比例",
    Latex = @"K \sum_{k} f_{k} P_{k}, \quad f_{k} = \frac{1}{N} \sum_{i} \left[k = \arg\max_{j} x_{ij}\right], \quad P_{k} = \frac{1}{N} \sum_{i} \operatorname{softmax}(x_{i})_{k}",
    Kinks = "equal largest logits: the first is chosen", ChineseKinks = "最大 logit 并列处：取第一个",
    Aliases = ["load_balancing_loss", "switch_auxiliary_loss"])]
[English("Keeps a router from sending all rows to few experts.",
    Use = "you train a sparse mixture of experts: add it to lm_cross_entropy or another loss with a weight of about 0.01. If the logits of the router grow, add z_loss.",
    Avoid = "all experts are run for every row: nothing is to be balanced.",
    Letters = "f: the proportion of samples whose largest score is that of k; P: the mean probability of k; k, j: experts; i: a sample")]
[Chinese("防止路由器把所有样本都分给少数专家。",
    Use = "训练稀疏混合专家模型时：以约 0.01 的权重加到 lm_cross_entropy 等损失上；路由器的 logits 变大时另加 z_loss。",
    Avoid = "每个样本都经过全部专家时：无需均衡。",
    Letters = "f：最大得分在 k 处的样本比例；P：k 的平均概率；k、j：专家；i：样本")]
public readonly record struct LoadBalance : ITensorLoss
{
    /// <summary>The penalty.</summary>
    public LossTerms Of([Axes("N K")] Tensor prediction)
    {
        if (prediction.Count == 0) return LossTerms.Scalar(prediction.Sum());
        var classes = prediction.Shape[1];
        var chosen = prediction.Detach().ArgMax(^1).OneHot(classes, prediction.Type).MeanOrZero(0);
        return LossTerms.Scalar(classes * (chosen * prediction.Softmax(^1).MeanOrZero(0)).Sum());
    }
}
