using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>The loss whose link is entmax with alpha 1.5: between softmax and sparsemax, with probabilities that reach exactly 0.</summary>
/// <remarks>
/// <para>Formula: w_y (sum_k p_k x_k + 4/3 (1 - sum_k p_k^(3/2)) - x_y), with p = max(0, x / 2 - tau)^2 the entmax of the prediction x, y the label and w the class weights (1
/// where there are none). Gradient: w_y (p - onehot(y)).</para>
/// <para>Domain: scores real, -inf for an impossible class; label 0 to K - 1. Link: entmax with alpha 1.5. Range: [0, inf); 0 if the label leads by 2. Label out of
/// range: refused.</para>
/// <para>Shapes: rows of K scores, one label a row. Only the prediction is differentiated. Reduction: mean over rows.</para>
/// <para>Kinks: none in value and gradient; the curvature jumps where a class enters or leaves the support.</para>
/// <para>Numerics: tau by a sorting network, exact. Let u be the roots of p, v that of the label, Q and C the sums of u^2 and u^3 over the others. The value is 2/3 ((Q / (1 +
/// v))^2 (2 + v) + C) + max(0, 2 tau - x_y): nothing cancels.</para>
/// <para>Source: Peters, Niculae and Martins 2019, ACL, arXiv:1905.05702.</para>
/// </remarks>
[Loss("entmax15", "Entmax-1.5 loss", "Entmax-1.5 损失",
    Family = LossFamily.MultiClass, Link = PredictionLink.Other, FloatUlps = 512,
    Formula = "sum_k p_k x_k + 4/3 (1 - sum_k p_k^1.5) - x_y;  p = max(0, x / 2 - tau)^2 sums to 1",
    ChineseFormula = "sum_k p_k x_k + 4/3 (1 - sum_k p_k^1.5) - x_y;  p = max(0, x / 2 - tau)^2，各分量之和为 1",
    Latex = @"\sum_{k} p_{k} x_{k} + \frac{4}{3} \left(1 - \sum_{k} p_{k}^{3/2}\right) - x_{y}, \quad p_{k} = \max\left(0, \frac{x_{k}}{2} - \tau\right)^{2}, \quad \sum_{k} p_{k} = 1",
    Aliases = ["entmax15_loss", "Entmax15Loss", "entmax_1_5"])]
[English("Between cross-entropy and sparsemax: smooth, with probabilities that reach exactly 0.",
    Use = "you want sparse probabilities and a gradient that does not bend as sparsemax's does, as in sequence models.",
    Avoid = "small probabilities must be distinguished: cross_entropy never rounds them to 0.")]
[Chinese("介于交叉熵与 sparsemax 之间：光滑，且概率能恰好取到 0。",
    Use = "希望概率稀疏，又不想让梯度像 sparsemax 那样出现折点时，如序列模型。",
    Avoid = "需要分辨微小概率时：cross_entropy 不会把它们归为 0。")]
public readonly record struct Entmax15 : IRowLoss
{
    static int IRowLoss.ScratchRows => 1;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Row<T> row)
        where T : IReal<T>
    {
        var threshold = Rows.Entmax15Threshold(row.Prediction, row.Scratch(0), out var shift);
        var own = 0.5 * (row.Pick(row.Prediction) - shift);
        var path = T.Of(0);
        var squares = T.Of(0);
        var cubes = T.Of(0);
        for (var k = 0; k < row.Count; k++)
        {
            var root = T.Relu(0.5 * (row.Prediction[k] - shift) - threshold);
            path += root * (root * root);
            var other = row.IfLabel(k, T.Of(0), T.StopGradient(root));
            squares += other * other;
            cubes += other * (other * other);
        }

        // The value from a form in which nothing cancels, the derivatives from the form that has them exactly: p - onehot.
        var distance = T.StopGradient(own - threshold);
        var ownRoot = T.Relu(distance);
        var missing = squares / (1.0 + ownRoot);
        var value = (missing * missing * (2.0 + ownRoot) + cubes) / 1.5 + 2.0 * T.Relu(-distance);
        return row.Weighted(T.StraightThrough(value, path / 1.5 + 2.0 * (threshold - own)));
    }
}
