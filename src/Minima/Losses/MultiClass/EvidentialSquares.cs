using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>The expected squared error under a Dirichlet distribution over the probabilities, and a penalty on evidence for wrong classes.</summary>
/// <remarks>
/// <para>Formula: w_y (sum_k ((t_k - p_k)^2 + p_k (1 - p_k) / (S + 1)) + lambda KL(Dir(b) || Dir(1))), with a = evidence(x) + 1, S = sum_k a_k, p = a / S, b = a but 1 for the label, x the
/// prediction, t the one-hot label y and w the class weights (1 where there are none).</para>
/// <para>Domain: scores real; label 0 to K - 1; lambda &gt;= 0. Link: evidence over its sum, each with 1 added. Range: [0, inf). Label out of range: refused.</para>
/// <para>Shapes: rows of K scores, one label a row. Only the prediction is differentiated. Reduction: mean over rows.</para>
/// <para>Kinks: with evidence relu derivative 0 at 0; else none.</para>
/// <para>Convention: evidence softplus, which is smooth; relu in the paper, which also lets lambda grow from 0 to 1 over ten epochs.</para>
/// <para>Numerics: log-gamma and digamma; the divergence is a difference of numbers of the size of the evidence. Evidence exp overflows above 709.</para>
/// <para>Source: Sensoy, Kaplan and Kandemir 2018, NeurIPS, arXiv:1806.01768.</para>
/// </remarks>
/// <param name="Lambda">Weight of the divergence that removes evidence for wrong classes; it is usually raised from 0 to 1 over the first ten epochs.</param>
/// <param name="Evidence">Function that turns a score into evidence: relu, softplus or exp.</param>
[Loss("edl_mse", "Evidential (sum of squares)", "证据深度学习（平方和）",
    Family = LossFamily.MultiClass, Link = PredictionLink.Other, FloatUlps = 256,
    Formula = "sum_k ((t_k - p_k)^2 + p_k (1 - p_k) / (S + 1)) + lambda KL(Dir(b) || Dir(1));  a = evidence(x) + 1;  S = sum_k a_k;  p = a / S;  b = a, 1 at y",
    Latex = @"\sum_{k} \left(\left(t_{k} - p_{k}\right)^{2} + \frac{p_{k} \left(1 - p_{k}\right)}{S + 1}\right) + \lambda \left(\log \Gamma(B) - \log \Gamma(K) + \sum_{k} \left(\left(b_{k} - 1\right) \left(\psi\left(b_{k}\right) - \psi(B)\right) - \log \Gamma\left(b_{k}\right)\right)\right), \quad p_{k} = \frac{a_{k}}{S}, \quad S = \sum_{k} a_{k}, \quad a_{k} = 1 + \begin{cases} \max\left(0, x_{k}\right) & \text{if } \mathrm{evidence} = \mathrm{relu} \\ e^{x_{k}} & \text{if } \mathrm{evidence} = \mathrm{exp} \\ \log\left(1 + e^{x_{k}}\right) & \text{otherwise} \end{cases}, \quad b_{k} = \begin{cases} 1 & \text{if } k = y \\ a_{k} & \text{otherwise} \end{cases}, \quad B = \sum_{k} b_{k}, \quad t_{k} = [k = y]",
    Kinks = "evidence relu: slope 0 at x_k = 0",
    ChineseKinks = "evidence 为 relu 时，x_k = 0 处斜率为 0",
    Aliases = ["edl_mse_loss", "evidential_deep_learning"])]
[English("Learns evidence for each class, so that a row unlike any seen gets none and the model says that it does not know.",
    Use = "you want a measure of doubt from one pass of one model.",
    Avoid = "probabilities must be calibrated: cross_entropy with temperature scaling is simpler and usually better.")]
[Chinese("为每个类别学习证据：若样本与训练样本都不相似，便得不到证据，模型即表示“不知道”。",
    Use = "希望单个模型只用一次前向传播就给出不确定度时。",
    Avoid = "需要校准的概率时：cross_entropy 加温度缩放更简单，通常也更好。")]
public readonly record struct EvidentialSquares(
    [NonNegative, Chinese("用于消除错误类别证据的散度项的权重；通常在前十轮由 0 升至 1。")] double Lambda,
    [Chinese("把得分变为证据的函数：relu、softplus 或 exp。")] EvidenceFunction Evidence) : IRowLoss
{
    public EvidentialSquares()
        : this(1, EvidenceFunction.Softplus)
    {
    }

    static int IRowLoss.ScratchRows => 1;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Row<T> row)
        where T : IReal<T>
    {
        var concentration = row.Scratch(0);
        var total = T.Of(0);
        for (var k = 0; k < row.Count; k++)
        {
            var x = row.Prediction[k];
            concentration[k] = 1.0 + (Evidence == EvidenceFunction.Softplus ? T.Softplus(x) : Evidence == EvidenceFunction.Relu ? T.Relu(x) : T.Exp(x));
            total += concentration[k];
        }

        var sum = T.Of(0);
        for (var k = 0; k < row.Count; k++)
        {
            var share = concentration[k] / total;
            var rest = (total - concentration[k]) / total;
            var error = row.IfLabel(k, rest, share);
            sum += error * error + share * rest / (total + 1.0);
        }

        return row.Weighted(Lambda == 0 ? sum : sum + T.Of(Lambda) * Divergence(row, concentration));
    }

    /// <summary>The divergence from the Dirichlet distribution without the label's evidence to the uniform one.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static T Divergence<T>(in Row<T> row, ReadOnlySpan<T> concentration)
        where T : IReal<T>
    {
        var total = T.Of(0);
        for (var k = 0; k < row.Count; k++)
        {
            total += row.IfLabel(k, T.Of(1), concentration[k]);
        }

        var expected = T.Digamma(total);
        var sum = T.LogGamma(total) - T.LogGamma(T.Of(row.Count, ""));
        for (var k = 0; k < row.Count; k++)
        {
            var x = concentration[k];
            sum += row.IfLabel(k, T.Of(0), (x - 1.0) * (T.Digamma(x) - expected) - T.LogGamma(x));
        }

        return sum;
    }
}
