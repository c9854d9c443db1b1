using Minima.Reals.Primitives;

namespace Minima.Tensors.Losses;

/// <summary>Each hidden unit should be on for a given proportion of the batch.</summary>
/// <remarks>
/// <para>Formula: sum_j rho log(rho / m_j) + (1 - rho) log((1 - rho) / (1 - m_j)), m_j the mean of unit j over the batch.</para>
/// <para>Domain: activation and rho in (0, 1): units that end in a sigmoid. Range: [0, inf).</para>
/// <para>Shapes: activation [N, D]; one number. It is differentiated.</para>
/// <para>Numerics: with d = m - rho, it is rho g(d / rho) + (1 - rho) g(-d / (1 - rho)), g(x) = x - log(1 + x): two parts above 0, so that nothing cancels near the goal.</para>
/// <para>Source: Ng 2011, CS294A lecture notes: Sparse autoencoder.</para>
/// </remarks>
/// <param name="Rho">Proportion of samples on which a unit should be active; 0.05 is usual.</param>
[Loss("sparsity_kl", "Sparse-activation KL", "稀疏激活 KL",
    Family = LossFamily.Regularization,
    Formula = "sum_j rho log(rho / m_j) + (1 - rho) log((1 - rho) / (1 - m_j));  m_j = mean_i a_ij",
    Latex = @"\sum_{j} \left(\rho \log \frac{\rho}{m_{j}} + (1 - \rho) \log \frac{1 - \rho}{1 - m_{j}}\right), \quad m_{j} = \frac{1}{N} \sum_{i=1}^{N} a_{ij}",
    Aliases = ["sparse_autoencoder"])]
[English("Holds the mean of every hidden unit at a small share.",
    Use = "an autoencoder is to have more units than inputs, of which few are on at a time.",
    Avoid = "units are no probabilities (l1 of the activations), or batches are so small that their means are noise.",
    Letters = "m: the mean activation of a unit; j: a unit; a: activation")]
[Chinese("使每个隐藏单元的平均激活保持在较小的比例。",
    Use = "自编码器的隐藏单元多于输入，且每次只应激活少数时。",
    Avoid = "激活值不是概率时（对激活用 l1），或批次太小，均值只是噪声时。",
    Letters = "m：单元的平均激活；j：单元；a：activation")]
public readonly record struct SparseActivation(
    [OpenUnit, Chinese("单元应激活的样本比例，常用 0.05。")] double Rho) : ITensorLoss
{
    public SparseActivation()
        : this(0.05)
    {
    }

    /// <summary>The divergence, added over units; 0 of no rows.</summary>
    public LossTerms Of([Axes("N D"), OpenUnit] Tensor activation)
    {
        if (activation.Count == 0) return LossTerms.Scalar(activation.Sum());
        var excess = activation.MeanOrZero(0) - Rho;
        return LossTerms.Scalar(((Rho * Bend(excess / Rho)) + ((1 - Rho) * Bend(-excess / (1 - Rho)))).Sum());
    }

    /// <summary>x - log(1 + x): with y = log(1 + x) it is e^y - 1 - y.</summary>
    private static Tensor Bend(Tensor x) => x.Apply<Log1p>().Apply<ExpRemainder>();
}
