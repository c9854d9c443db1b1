namespace Minima.Tensors.Losses;

/// <summary>The cost of moving one cloud of points onto another, smoothed by the entropy of the plan.</summary>
/// <remarks>
/// <para>Formula: OT(x, y) = mean f + mean g with f_i = -e log mean_j exp((g_j - C_ij) / e), g likewise, C = |x_i - y_j|^2 / 2, e = epsilon; debiased: OT(x, y) - OT(x, x) / 2 - OT(y, y) / 2.</para>
/// <para>Domain: real; epsilon &gt; 0; iterations &gt;= 1. Range: [0, inf) when debiased and converged.</para>
/// <para>Shapes: prediction [N, D], target [M, D], all points alike; one number. Only the prediction is differentiated.</para>
/// <para>Convention: geomloss SamplesLoss with p = 2 and blur^2 = epsilon.</para>
/// <para>Numerics: on logarithms, in double; it stops when nothing moves. Rounds that converge slowly are over-relaxed, and
/// Newton's method solves the rest for clouds of together up to 512 points. The gradient is that of the optimum (the plan is constant), exact once it is
/// reached: at the default rounds to 1e-9 if epsilon is a hundredth of the largest cost or more. Larger clouds, or a smaller epsilon, may need more rounds: compare
/// with the gradient at twice as many. There is no second derivative.</para>
/// <para>Source: Cuturi 2013, arXiv:1306.0895; Feydy et al. 2019, arXiv:1810.08278.</para>
/// </remarks>
/// <param name="Epsilon">Weight of the entropy, in units of the cost: small is exact and slow.</param>
/// <param name="Debias">Subtracts half the cost of each cloud against itself, so that equal clouds have value 0.</param>
/// <param name="Iterations">Largest number of iterations.</param>
[Loss("sinkhorn", "Sinkhorn (entropic OT) and divergence", "Sinkhorn 散度",
    Family = LossFamily.Divergence, LowerBound = double.NegativeInfinity,
    Formula = "OT_e(x, y) [- OT_e(x, x)/2 - OT_e(y, y)/2];  cost |x - y|^2 / 2;  e = epsilon;  and debias, iterations",
    ChineseFormula = "OT_e(x, y) [- OT_e(x, x)/2 - OT_e(y, y)/2];  e = epsilon；代价为 |x - y|^2 / 2，方括号中的项由 debias 决定；另有参数 iterations",
    Latex = @"\begin{aligned} & \begin{cases} O(x, y) - \frac{1}{2} O(x, x) - \frac{1}{2} O(y, y) & \text{if } \mathrm{debias} \\ O(x, y) & \text{otherwise} \end{cases}, \quad O(x, y) = \frac{1}{N} \sum_{i=1}^{N} f_{i} + \frac{1}{M} \sum_{j=1}^{M} g_{j} \\ & f_{i} = -\varepsilon \log\left(\frac{1}{M} \sum_{j=1}^{M} e^{\frac{g_{j} - C_{ij}}{\varepsilon}}\right), \quad g_{j} = -\varepsilon \log\left(\frac{1}{N} \sum_{i=1}^{N} e^{\frac{f_{i} - C_{ij}}{\varepsilon}}\right), \quad C_{ij} = \frac{1}{2} \left\lVert x_{i} - y_{j} \right\rVert^{2} \end{aligned}",
    Aliases = ["SamplesLoss", "SinkhornDivergence", "sinkhorn_divergence"])]
[English("The cost of moving one cloud of points onto another.",
    Use = "distributions of points are to be matched by their geometry: generation, domain adaptation, shapes.",
    Avoid = "points are many (the cost is of order N M), or one-dimensional (wasserstein_1d).",
    Letters = "x: prediction; y: target; f, g: the dual potentials; C: the cost")]
[Chinese("把一个点云搬运成另一个点云的代价。",
    Use = "按几何位置匹配点的分布时：生成、域适应、形状。",
    Avoid = "点非常多时（计算量为 N M 阶），或只有一维时（用 wasserstein_1d）。",
    Letters = "x：prediction；y：target；f、g：对偶势；C：代价")]
public readonly record struct Sinkhorn(
    [Positive, Chinese("熵的权重，与代价同单位：越小越精确，也越慢。")] double Epsilon,
    [Chinese("减去各点云与自身代价的一半，使相同点云的值为 0。")] bool Debias,
    [Between(1, 1_000_000), Chinese("最大迭代次数。")] int Iterations) : ITensorLoss
{
    public Sinkhorn()
        : this(0.5, true, 400)
    {
    }

    /// <summary>The cost, or the divergence.</summary>
    public LossTerms Of([Axes("N D")] Tensor prediction, [Axes("M D"), Constant] Tensor target)
    {
        if (prediction.Count == 0 || target.Count == 0) return LossTerms.Scalar(prediction.Sum() * 0);
        var cost = Cost(prediction, target);
        return LossTerms.Scalar(Debias ? cost - ((Cost(prediction, prediction) + Cost(target, target)) / 2) : cost);
    }

    private Tensor Cost(Tensor x, Tensor y)
    {
        var distances = x.PairwiseSquaredDistances(y) / 2;
        var transport = new Transport(Even(x.Shape[0]), Even(y.Shape[0]), distances.ToArray(), Epsilon);
        var (f, g) = transport.Potentials(Iterations);
        return FoundOptimum.Apply(distances, f.Average() + g.Average(), transport.Plan(f, g));
    }

    private static double[] Even(int points)
    {
        var masses = new double[points];
        Array.Fill(masses, 1.0 / points);
        return masses;
    }
}
