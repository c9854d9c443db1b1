namespace Minima.Tensors.Losses;

/// <summary>Minus the logarithm of the density that an invertible model gives to data: a standard normal code, and the change of volume.</summary>
/// <remarks>
/// <para>Formula: sum_d z_d^2 / 2 + (D / 2) log(2 pi) - L, z = latent, L = log_determinant.</para>
/// <para>Domain: real. Range: all reals.</para>
/// <para>Shapes: latent [N, D], log_determinant [N] (log |dz/dx| of the whole model); one term for each row. Both are differentiated.</para>
/// <para>Convention: in nats; bits per dimension are the value over D log 2.</para>
/// <para>Source: Dinh, Krueger and Bengio 2015 (NICE), arXiv:1410.8516; Rezende and Mohamed 2015, arXiv:1505.05770.</para>
/// </remarks>
[Loss("flow_nll", "Normalising-flow NLL", "归一化流负对数似然",
    Family = LossFamily.Generative, LowerBound = double.NegativeInfinity,
    Formula = "sum_d z_d^2 / 2 + (D / 2) log(2 pi) - L;  z = latent, L = log_determinant",
    Latex = @"\frac{1}{2} \sum_{d=1}^{D} z_{d}^{2} + \frac{D}{2} \log(2 \pi) - L, \quad z = \mathrm{latent}, \quad L = \mathrm{log\_determinant}",
    Aliases = ["normalizing_flow_nll", "NormalizingFlowLoss", "FlowNLL"])]
[English("The exact likelihood of data under an invertible model.",
    Use = "you train a normalising flow, which gives its code and its log-determinant.",
    Avoid = "the model has no inverse (vae_elbo, flow_matching).")]
[Chinese("数据在可逆模型下的精确似然。",
    Use = "训练归一化流时：模型给出编码与对数行列式。",
    Avoid = "模型不可逆时（用 vae_elbo、flow_matching）。")]
public readonly record struct NormalizingFlow : ITensorLoss
{
    private const double LogTwoPi = 1.8378770664093454836;

    /// <summary>One term for each row.</summary>
    public LossTerms Of([Axes("N D")] Tensor latent, [Axes("N")] Tensor logDeterminant) => (0.5 * latent.Square().Sum(^1)) + (0.5 * LogTwoPi * latent.Shape[1]) - logDeterminant;
}
