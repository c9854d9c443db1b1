namespace Minima.Tensors.Losses;

/// <summary>Two heads for the outcomes with and without treatment, on a representation in which treated and untreated units look alike.</summary>
/// <remarks>
/// <para>Formula: mean of w (y - mu_t)^2 + alpha |m_1 - m_0|^2, w = t / (2 u) + (1 - t) / (2 (1 - u)), u the share of treated units, m the mean representations of both groups.</para>
/// <para>Domain: real; treatment 0 or 1 (LossError.Domain); alpha &gt;= 0. Range: [0, inf).</para>
/// <para>Shapes: outcome_control mu0, outcome_treated mu1, outcome y, treatment t [N], representation [N, D]; one number. Heads and representation are differentiated;
/// the head for the treatment not received is not read.</para>
/// <para>Convention: both groups count half each; if a group has no unit, the distance is 0. The code of the paper (cfrnet, mmd2_lin) takes
/// 4 |u m_1 - (1 - u) m_0|^2. alpha = 0 is TARNet.</para>
/// <para>Source: Shalit, Johansson and Sontag 2017, ICML, arXiv:1606.03976.</para>
/// </remarks>
/// <param name="Alpha">Weight of the squared distance between the mean representations of the two groups; 0 is TARNet.</param>
[Loss("tarnet_cfr", "TARNet / CFR (outcomes and balance)", "TARNet 与 CFR",
    Family = LossFamily.Causal,
    Formula = "mean w (y - mu_t)^2 + alpha |m_1 - m_0|^2",
    Latex = @"\begin{aligned} & \frac{1}{N} \sum_{i=1}^{N} w_{i} (y_{i} - \mu_{t_{i}, i})^{2} + \alpha \left\lVert m_{1} - m_{0} \right\rVert^{2}, \quad w_{i} = \frac{t_{i}}{2 u} + \frac{1 - t_{i}}{2 (1 - u)}, \quad u = \frac{1}{N} \sum_{i=1}^{N} t_{i} \\ & m_{1} = \frac{\sum_{i} t_{i} \phi_{i}}{\sum_{i} t_{i}}, \quad m_{0} = \frac{\sum_{i} (1 - t_{i}) \phi_{i}}{\sum_{i} (1 - t_{i})} \end{aligned}",
    Aliases = ["TARNet", "CFRNet"])]
[English("Outcome heads on a representation that does not tell who was treated.",
    Use = "you estimate the effect for each unit from observations with one network.",
    Avoid = "the representation is forced to forget what decides the outcome (dragonnet), or treatment was drawn by lot (alpha 0).",
    Letters = "w: the weight of a sample; y: outcome; mu: the predicted outcome of the treatment given; m_0, m_1: the mean representations of controls and treated; t: treatment; φ: representation; u: the proportion of the treated")]
[Chinese("在看不出是否受处理的表示之上，设两个结果输出头。",
    Use = "用一个网络从观测数据估计个体效应时。",
    Avoid = "表示被迫遗忘决定结果的信息时（用 dragonnet），或处理本是随机分配时（alpha 取 0）。",
    Letters = "w：样本的权重；y：outcome；mu：所受处理下的预测结果；m_0、m_1：对照组与处理组的平均表示；t：treatment；φ：representation；u：处理组所占比例")]
public readonly record struct TreatmentAgnostic(
    [NonNegative, Chinese("两组平均表示之间距离平方的权重；0 即 TARNet。")] double Alpha) : ITensorLoss
{
    public TreatmentAgnostic()
        : this(1)
    {
    }

    /// <summary>One number.</summary>
    /// <exception cref="LossException">A treatment is not 0 or 1 (LossError.Domain).</exception>
    public LossTerms Of(
        [Axes("N")] Tensor outcomeControl,
        [Axes("N")] Tensor outcomeTreated,
        [Axes("N D")] Tensor representation,
        [Axes("N"), Constant] Tensor outcome,
        [Axes("N"), Unit, Constant] Tensor treatment)
    {
        TreatmentAssignment.Check("tarnet_cfr", treatment);
        var (treated, control) = (treatment.Sum().Item(), (1 - treatment).Sum().Item());
        var weights = (treatment * (0.5 / Math.Max(treated, 1))) + ((1 - treatment) * (0.5 / Math.Max(control, 1)));
        var errors = (weights * (outcome - TreatmentAssignment.Factual(treatment, outcomeControl, outcomeTreated)).Square()).Sum();
        if (treated == 0 || control == 0) return LossTerms.Scalar(errors);
        var shares = (treatment / treated) - ((1 - treatment) / control);
        return LossTerms.Scalar(errors + (Alpha * (shares.Expand(^1, representation.Shape[1]) * representation).Sum(0).Square().Sum()));
    }
}
