namespace Minima.Tensors.Losses;

/// <summary>Weights stay near given ones: those of a pretrained model, or of a server.</summary>
/// <remarks>
/// <para>Formula: mu / 2 sum (w - a)^2, a the anchor, mu the strength.</para>
/// <para>Domain: real; strength &gt;= 0. Range: [0, inf).</para>
/// <para>Shapes: weight and anchor of one shape; one number. Only the weight is differentiated.</para>
/// <para>Source: Li, Grandvalet and Davoine 2018, ICML, arXiv:1802.01483; Li et al. 2020 (FedProx), arXiv:1812.06127.</para>
/// </remarks>
/// <param name="Strength">Strength with which weights are drawn back to their start; 0.01 to 0.1.</param>
[Loss("l2_sp", "L2-SP (FedProx)", "近端正则（L2-SP / FedProx）",
    Family = LossFamily.Regularization,
    Formula = "mu / 2 sum (w - a)^2;  mu = strength",
    Latex = @"\frac{\mu}{2} \sum_{i} (w_{i} - a_{i})^{2}, \quad \mu = \mathrm{strength}",
    Aliases = ["FedProx", "proximal_term"])]
[English("Weight decay towards a starting point instead of 0.",
    Use = "a pretrained model is tuned on few rows; clients of federated learning must not drift apart.",
    Avoid = "some weights matter more than others for what is to be kept (ewc).",
    Letters = "a: anchor; i: an index of the weights")]
[Chinese("朝起点而非朝 0 的权重衰减。",
    Use = "用少量样本微调预训练模型，或联邦学习中各客户端不应彼此偏离太远时。",
    Avoid = "要保留的能力对各权重的依赖不同时（用 ewc）。",
    Letters = "a：anchor；i：权重的下标")]
public readonly record struct StartingPoint(
    [NonNegative, Chinese("把权重拉回初始值的强度，取 0.01 至 0.1。")] double Strength) : ITensorLoss
{
    public StartingPoint()
        : this(0.01)
    {
    }

    /// <summary>The penalty.</summary>
    public LossTerms Of([Axes("...")] Tensor weight, [Axes("..."), Constant] Tensor anchor) =>
        LossTerms.Scalar(Strength / 2 * (weight - anchor).Square().Sum());
}
