using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Minus the logarithm of the probability that a Dirichlet distribution gives the label, or the expected logarithm.</summary>
/// <remarks>
/// <para>Formula: w_y (log S - log a_y), or where digamma is true w_y (psi(S) - psi(a_y)), with a = log(1 + e^x) + 1, S = sum_k a_k, psi the digamma function, x the prediction, y the
/// label and w the class weights (1 where there are none).</para>
/// <para>Domain: scores real; label 0 to K - 1. Link: evidence over its sum, each with 1 added. Range: [0, inf). Label out of range: refused.</para>
/// <para>Shapes: rows of K scores, one label a row. Only the prediction is differentiated. Reduction: mean over rows.</para>
/// <para>Numerics: log S - log a_y = log(1 + sum of the others / a_y).</para>
/// <para>Source: Sensoy, Kaplan and Kandemir 2018, NeurIPS, arXiv:1806.01768; Malinin and Gales 2018, arXiv:1802.10501.</para>
/// </remarks>
/// <param name="Digamma">Takes the expected logarithm (digamma) in place of the logarithm of the expectation.</param>
[Loss("edl_log", "Evidential (logarithm)", "证据深度学习（对数）",
    Family = LossFamily.MultiClass, Link = PredictionLink.Other, FloatUlps = 64,
    Formula = "log S - log a_y, or psi(S) - psi(a_y);  a = log(1 + e^x) + 1;  S = sum_k a_k;  and digamma",
    ChineseFormula = "log S - log a_y;  digamma: psi(S) - psi(a_y);  a = log(1 + e^x) + 1;  S = sum_k a_k；digamma 为 true 时取第二式，psi 为双伽马函数",
    Latex = @"\begin{cases} \psi(S) - \psi\left(a_{y}\right) & \text{if } \mathrm{digamma} \\ \log S - \log a_{y} & \text{otherwise} \end{cases}, \quad a_{k} = 1 + \log\left(1 + e^{x_{k}}\right), \quad S = \sum_{k} a_{k}",
    Aliases = ["edl_digamma_loss", "edl_log_loss", "type_ii_maximum_likelihood"])]
[English("A likelihood of the label under learned evidence for each class.",
    Use = "you train evidential models and edl_mse learns too slowly.",
    Avoid = "doubt is not asked for: cross_entropy has no evidence to tune.")]
[Chinese("根据所学的各类别证据计算的标签似然。",
    Use = "训练证据模型而 edl_mse 学得太慢时。",
    Avoid = "不需要不确定度时：cross_entropy 没有需要调节的证据。")]
public readonly record struct EvidentialLog(
    [Chinese("取对数的期望（digamma），而非期望的对数。")] bool Digamma) : IRowLoss
{
    public EvidentialLog()
        : this(false)
    {
    }

    static int IRowLoss.ScratchRows => 1;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Row<T> row)
        where T : IReal<T>
    {
        var concentration = row.Scratch(0);
        for (var k = 0; k < row.Count; k++)
        {
            concentration[k] = 1.0 + T.Softplus(row.Prediction[k]);
        }

        var own = row.Pick(concentration);
        var others = T.Of(0);
        for (var k = 0; k < row.Count; k++)
        {
            others += row.IfLabel(k, T.Of(0), concentration[k]);
        }

        return row.Weighted(Digamma ? T.Digamma(own + others) - T.Digamma(own) : T.Log1p(others / own));
    }
}
