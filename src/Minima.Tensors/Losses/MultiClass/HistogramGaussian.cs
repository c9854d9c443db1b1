using System.Collections.Immutable;
using Minima.Losses;
using Minima.Reals;
using Minima.Reals.Primitives;

namespace Minima.Tensors.Losses;

/// <summary>Regression as classification: the target becomes a Gaussian over the bins of a histogram, the prediction its logits.</summary>
/// <remarks>
/// <para>Formula: -sum_k t_k log softmax(x)_k, t_k proportional to Phi((e_(k+1) - y) / s) - Phi((e_k - y) / s) with sum 1, with x the prediction, y the target, e the edges of the
/// bins, s sigma and Phi the normal distribution function.</para>
/// <para>Domain: logits real; target real, outside the bins too; edges increasing, one more than bins; sigma above 0. Range: [0, inf).</para>
/// <para>Shapes: predictions [N, K], targets [N]; one term for each row. Only the prediction is differentiated. Reduction: mean over rows.</para>
/// <para>Convention: mass outside the bins is distributed in proportion; sigma is 0.75 bins in the paper of 2024. The prediction in use is the mean of the bins' centres
/// under softmax(x).</para>
/// <para>Numerics: the masses of bins by their logarithms, so that a target far outside still has them.</para>
/// <para>Source: Imani and White 2018, ICML, arXiv:1806.04613; Farebrother et al. 2024, ICML, arXiv:2403.03950.</para>
/// </remarks>
/// <param name="Edges">Edges of the bins in increasing order, one more than there are bins.</param>
/// <param name="Sigma">Standard deviation of the Gaussian around the target, in units of the target; 0.75 bin widths are usual.</param>
[Loss("hl_gauss", "HL-Gauss histogram regression", "直方图回归（HL-Gauss）",
    Family = LossFamily.MultiClass,
    Formula = "-sum_k t_k log softmax(x)_k;  t_k = (Phi((e_{k+1} - y) / s) - Phi((e_k - y) / s)) / (Phi((e_K - y) / s) - Phi((e_0 - y) / s));  e = edges, s = sigma",
    Latex = @"-\sum_{k=0}^{K-1} t_{k} \log \operatorname{softmax}(x)_{k}, \quad t_{k} = \frac{\Phi\left(\frac{e_{k+1} - y}{\sigma}\right) - \Phi\left(\frac{e_{k} - y}{\sigma}\right)}{\Phi\left(\frac{e_{K} - y}{\sigma}\right) - \Phi\left(\frac{e_{0} - y}{\sigma}\right)}, \quad e = \mathrm{edges}, \quad y = \mathrm{target}",
    Aliases = ["HLGaussLoss", "histogram_loss_gaussian"])]
[English("Cross-entropy to a Gaussian around the target, cut into bins.",
    Use = "you regress with a large network and squared error trains badly, as values do in reinforcement learning.",
    Avoid = "targets have no known range, or a few numbers describe their distribution (gaussian_nll).",
    Letters = "t: the probability of each bin by the normal distribution around y; y: target")]
[Chinese("与以目标值为中心的高斯分布（按区间切分）之间的交叉熵。",
    Use = "用大型网络做回归，而平方误差难以训练时，如强化学习中的价值估计。",
    Avoid = "目标值范围未知，或其分布用几个数即可描述时（用 gaussian_nll）。",
    Letters = "t：以 y 为中心的正态分布在各区间的概率；y：target")]
public readonly record struct HistogramGaussian(
    [Required(-1, -0.5, 0, 0.5, 1), Chinese("各区间的边界，按升序，比区间数多一个。")] ImmutableArray<double> Edges,
    [Required(0.375), Positive, Chinese("以目标值为中心的高斯分布的标准差，与目标值同单位；常取区间宽度的 0.75 倍。")] double Sigma) : ITensorLoss, IParameterRule
{
    public HistogramGaussian()
        : this([], 0)
    {
    }

    /// <inheritdoc/>
    public string? BrokenRule
    {
        get
        {
            if (Edges.IsDefault || Edges.Length < 2) return "parameter 'edges' has no bin; give the ends of all bins, one number more than the prediction has columns.";
            for (var k = 1; k < Edges.Length; k++)
            {
                if (!(Edges[k - 1] < Edges[k])) return $"parameter 'edges' falls from {Throw.Number(Edges[k - 1])} to {Throw.Number(Edges[k])}; edges must increase.";
            }

            return null;
        }
    }

    /// <summary>One term for each row.</summary>
    public LossTerms Of([Axes("N K")] Tensor prediction, [Axes("N"), Constant] Tensor target)
    {
        var bins = prediction.Shape[1];
        if (bins != Edges.Length - 1) throw new LossException(LossError.Shape, $"hl_gauss: 'edges' has {Edges.Length} numbers, which bound {Edges.Length - 1} bins, but 'prediction' has {bins} columns. Give one more edge than there are columns.");
        var centers = target.ToArray();
        var shares = new double[centers.Length * bins];
        for (var row = 0; row < centers.Length; row++) Share(centers[row], shares.AsSpan(row * bins, bins));
        return new SoftCrossEntropy().Apply(prediction, Tensor.Of(shares, prediction.Shape).To(prediction.Type), new LossArguments { Reduction = Minima.Reduction.None });
    }

    /// <summary>The masses of the bins, from their logarithms, with sum 1.</summary>
    private void Share(double center, Span<double> shares)
    {
        var largest = double.NegativeInfinity;
        for (var k = 0; k < shares.Length; k++)
        {
            shares[k] = LogMass((Edges[k] - center) / Sigma, (Edges[k + 1] - center) / Sigma);
            largest = Math.Max(largest, shares[k]);
        }

        double sum = 0;
        for (var k = 0; k < shares.Length; k++) sum += shares[k] = Math.Exp(shares[k] - largest);
        for (var k = 0; k < shares.Length; k++) shares[k] /= sum;
    }

    /// <summary>log(Phi(high) - Phi(low)), from the side on which both are small.</summary>
    private static double LogMass(double low, double high)
    {
        if (low > 0) (low, high) = (-high, -low);
        var logHigh = F64.Apply(default(LogNdtr), new F64(high)).X;
        var logLow = F64.Apply(default(LogNdtr), new F64(low)).X;
        return logHigh + F64.Apply(default(Log1mExp), new F64(logLow - logHigh)).X;
    }
}
