namespace Minima.Tensors.Losses;

/// <summary>The cost of the entropic plan between two histograms, by costs that are given or learned.</summary>
/// <remarks>
/// <para>Formula: sum_ij P_ij C_ij, with P the plan of row sums a and column sums b that minimises sum P C - epsilon H(P).</para>
/// <para>Domain: prediction a, target b &gt; 0, with equal sums; cost real; epsilon &gt; 0; iterations &gt;= 1.</para>
/// <para>Shapes: prediction [N], target [M], cost [N, M]; one number. Only the cost is differentiated.</para>
/// <para>Convention: POT sinkhorn2: the entropy is in the problem, and not in the value.</para>
/// <para>Numerics: on logarithms, in double; the gradient is the implicit derivative, exact once the iteration has converged; there is no second derivative.</para>
/// <para>Source: Cuturi 2013, arXiv:1306.0895.</para>
/// </remarks>
/// <param name="Epsilon">Weight of the entropy, in units of the cost: small is exact and slow.</param>
/// <param name="Iterations">Largest number of iterations.</param>
[Loss("sinkhorn_histogram", "Sinkhorn transport cost of two histograms", "直方图 Sinkhorn 传输代价",
    Family = LossFamily.Divergence, LowerBound = double.NegativeInfinity,
    Formula = "sum_ij P_ij C_ij;  P = argmin sum P C - epsilon H(P);  and iterations",
    ChineseFormula = "sum_ij P_ij C_ij;  P = argmin sum P C - epsilon H(P)；另有参数 iterations",
    Latex = @"\sum_{i, j} P_{ij} C_{ij}, \quad P = \arg\min_{P \ge 0, \; \sum_{j} P_{ij} = a_{i}, \; \sum_{i} P_{ij} = b_{j}} \sum_{i, j} P_{ij} (C_{ij} + \varepsilon \log P_{ij})",
    Aliases = ["sinkhorn2"])]
[English("The cost of moving one histogram onto another, by a matrix of costs.",
    Use = "the ground costs are to be learned, or two histograms compared whose bins have known distances.",
    Avoid = "the histograms are to be learned: they are constants here (wasserstein_1d, squared_emd).",
    Letters = "P: the transport plan; C: cost; H: the entropy; a: prediction; b: target; i, j: indices of prediction and target")]
[Chinese("按代价矩阵把一个直方图搬运成另一个的代价。",
    Use = "需要学习基础代价（ground cost），或比较各区间间距已知的两个直方图时。",
    Avoid = "需要学习直方图本身时：它们在这里是常数（用 wasserstein_1d、squared_emd）。",
    Letters = "P：传输方案；C：cost；H：熵；a：prediction；b：target；i、j：预测值与目标值的下标")]
public readonly record struct SinkhornHistogram(
    [Positive, Chinese("熵的权重，与代价同单位：越小越精确，也越慢。")] double Epsilon,
    [Between(1, 1_000_000), Chinese("最大迭代次数。")] int Iterations) : ITensorLoss
{
    private const double SumTolerance = 1e-5;

    public SinkhornHistogram()
        : this(0.1, 1000)
    {
    }

    /// <summary>The cost of the plan, without its entropy.</summary>
    public LossTerms Of([Axes("N"), Positive, Constant] Tensor prediction, [Axes("M"), Positive, Constant] Tensor target, [Axes("N M")] Tensor cost)
    {
        var (a, b) = (prediction.ToArray(), target.ToArray());
        if (cost.Count == 0) return LossTerms.Scalar(cost.Sum());
        if (!(Math.Abs(a.Sum() - b.Sum()) <= SumTolerance * a.Sum())) throw new LossException(LossError.Domain, $"sinkhorn_histogram: the prediction sums to {a.Sum()}, the target to {b.Sum()}; they must be equal. Divide each by its sum.");
        var costs = cost.ToArray();
        var transport = new Transport(a, b, costs, Epsilon);
        var (f, g) = transport.Potentials(Iterations);
        var plan = transport.Plan(f, g);

        // The plan follows the cost: dP = P (df + dg - dC) / e, where df and dg hold the sums of its rows and columns.
        var rows = new double[a.Length];
        var columns = new double[b.Length];
        for (var i = 0; i < plan.Length; i++)
        {
            rows[i / b.Length] += plan[i] * costs[i];
            columns[i % b.Length] += plan[i] * costs[i];
        }

        var (x, y) = transport.Response(plan, rows, columns, Iterations);
        var gradient = new double[plan.Length];
        double value = 0;
        for (var i = 0; i < plan.Length; i++)
        {
            value += plan[i] * costs[i];
            gradient[i] = plan[i] * (1 + ((x[i / b.Length] + y[i % b.Length] - costs[i]) / Epsilon));
        }

        return LossTerms.Scalar(FoundOptimum.Apply(cost, value, gradient));
    }
}
