using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>The loss whose link is the projection onto the simplex: like cross-entropy, but probabilities reach exactly 0 and 1.</summary>
/// <remarks>
/// <para>Formula: w_y (sum over S of (x_k^2 - tau^2) / 2 - x_y + 1/2), with p = max(0, x - tau) the projection of the prediction x onto the simplex, S where p &gt; 0,
/// y the label and w the class weights (1 where there are none). Gradient: w_y (p - onehot(y)).</para>
/// <para>Domain: scores real, -inf for an impossible class; label 0 to K - 1. Link: sparsemax. Range: [0, inf); 0 if the label leads by 1. Label out of range: refused.</para>
/// <para>Shapes: rows of K scores, one label a row. Only the prediction is differentiated. Reduction: mean over rows.</para>
/// <para>Kinks: none in the value; the gradient has a kink where a class enters or leaves the support.</para>
/// <para>Numerics: tau by a sorting network, exact, in K log(K)^2 steps; the value as (q^2 + sum of p_k^2) / 2 + max(0, tau - x_y) over the wrong classes k, with q their
/// sum: nothing cancels.</para>
/// <para>Limits: binary_sparsemax for two classes.</para>
/// <para>Source: Martins and Astudillo 2016, ICML, arXiv:1602.02068.</para>
/// </remarks>
[Loss("sparsemax", "Sparsemax loss", "Sparsemax 损失",
    Family = LossFamily.MultiClass, Task = LossTask.MultiClass, Link = PredictionLink.Sparsemax, FloatUlps = 8,
    Formula = "sum_{k in S} (x_k^2 - tau^2) / 2 - x_y + 1/2;  p = max(0, x - tau) sums to 1;  S = {p > 0}",
    ChineseFormula = "sum_{k in S} (x_k^2 - tau^2) / 2 - x_y + 1/2;  p = max(0, x - tau)，各分量之和为 1;  S = {p > 0}",
    Latex = @"\frac{1}{2} \sum_{k \in S} \left(x_{k}^{2} - \tau^{2}\right) - x_{y} + \frac{1}{2}, \quad p_{k} = \max\left(0, x_{k} - \tau\right), \quad \sum_{k} p_{k} = 1, \quad S = \left\{k : p_{k} > 0\right\}",
    Aliases = ["multiclass_sparsemax_loss", "sparsemax_loss"])]
[English("Like cross-entropy, with probabilities that reach exactly 0 and 1.",
    Use = "you want sparse probabilities, or attention and classes that are truly off.",
    Avoid = "small probabilities must be distinguished: cross_entropy never rounds them to 0.")]
[Chinese("类似交叉熵，但概率能恰好取到 0 和 1。",
    Use = "希望概率稀疏，或希望注意力与类别真正为零时。",
    Avoid = "需要分辨微小概率时：cross_entropy 不会把它们归为 0。",
    Limits = "两类时为 binary_sparsemax。")]
public readonly record struct Sparsemax : IRowLoss
{
    static int IRowLoss.ScratchRows => 1;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Row<T> row)
        where T : IReal<T>
    {
        var threshold = Rows.SparsemaxThreshold(row.Prediction, row.Scratch(0), out var shift);
        var own = row.Pick(row.Prediction) - shift;
        var path = T.Of(0);
        var squares = T.Of(0);
        var others = T.Of(0);
        for (var k = 0; k < row.Count; k++)
        {
            var probability = T.Relu(row.Prediction[k] - shift - threshold);
            path += 0.5 * (probability * probability);
            var other = row.IfLabel(k, T.Of(0), T.StopGradient(probability));
            squares += other * other;
            others += other;
        }

        // The value from a form in which nothing cancels, the derivatives from the form that has them exactly: p - onehot.
        var value = 0.5 * (squares + others * others) + T.StopGradient(T.Relu(threshold - own));
        return row.Weighted(T.StraightThrough(value, path + threshold - own));
    }
}
