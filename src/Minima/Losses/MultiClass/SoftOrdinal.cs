using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Cross-entropy with a target that falls off with the distance from the label: classes that have an order.</summary>
/// <remarks>
/// <para>Formula: w_y sum_k t_k (-l_k), t_k proportional to e^(-|k - y|^r) with sum 1, l = log softmax(x), with x the prediction, y the label, r the power and w the class
/// weights (1 where there are none).</para>
/// <para>Domain: logits real, -inf for an impossible class; label 0 to K - 1; power above 0. Link: softmax. Range: above 0, the entropy of t at best; +inf if any class
/// is impossible. Label out of range: refused.</para>
/// <para>Shapes: rows of K logits, one label a row, classes in their order. Only the prediction is differentiated. Reduction: mean over rows.</para>
/// <para>Convention: the distance is |k - y|; power 2 squares it.</para>
/// <para>Source: Diaz and Marathe 2019, CVPR, 4738-4747.</para>
/// </remarks>
/// <param name="Power">Exponent of the distance.</param>
[Loss("soft_ordinal", "Soft ordinal labels (SORD)", "软序数标签",
    Family = LossFamily.MultiClass, Link = PredictionLink.Softmax, FloatUlps = 16,
    Suits = LossPurpose.OrderedClasses,
    Formula = "-sum_k t_k l_k;  t_k = e^(-|k - y|^r) / sum_j e^(-|j - y|^r);  l = log softmax(x);  r = power",
    Latex = @"-\sum_{k} t_{k} \log p_{k}, \quad t_{k} = \frac{e^{-\left|k - y\right|^{\mathrm{power}}}}{\sum_{j} e^{-\left|j - y\right|^{\mathrm{power}}}}, \quad p = \operatorname{softmax}(x)",
    Aliases = ["sord", "soft_ordinal_labels"])]
[English("Cross-entropy with targets that also give their share to neighbouring classes.",
    Use = "classes have an order and a miss by one is better than a miss by three.",
    Avoid = "probabilities must be calibrated: the model learns the softened targets.")]
[Chinese("交叉熵，其目标概率随与标签的距离衰减，相邻类别也分得一份。",
    Use = "类别有序，且差一级好于差三级时。",
    Avoid = "需要校准的概率时：模型学到的是软化后的目标。")]
public readonly record struct SoftOrdinal(
    [Positive, Chinese("距离的指数。")] double Power) : IRowLoss
{
    public SoftOrdinal()
        : this(1)
    {
    }

    static int IRowLoss.ScratchRows => 2;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Row<T> row)
        where T : IReal<T>
    {
        var logProbabilities = row.Scratch(0);
        var shares = row.Scratch(1);
        Rows.LogSoftmax(row.Prediction, logProbabilities);
        var sum = T.Of(0);
        for (var k = 0; k < row.Count; k++)
        {
            shares[k] = T.Exp(-T.Pow(T.Abs(row.Label - T.Of(k, "")), Power));
            sum += shares[k];
        }

        var loss = T.Of(0);
        for (var k = 0; k < row.Count; k++)
        {
            loss -= T.ZeroTimes(shares[k] / sum, logProbabilities[k]);
        }

        return row.Weighted(loss);
    }
}
