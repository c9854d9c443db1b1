using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>One minus the cosine between the predicted probabilities and the one-hot label: a bounded proper score.</summary>
/// <remarks>
/// <para>Formula: w_y (1 - p_y / ||p||), with p = softmax(x), x the prediction, y the label and w the class weights (1 where there are none).</para>
/// <para>Domain: logits real, -inf for an impossible class; label 0 to K - 1. Link: softmax. Range: [0, 1]. Label out of range: refused.</para>
/// <para>Shapes: rows of K logits, one label a row. Only the prediction is differentiated. Reduction: mean over rows.</para>
/// <para>Convention: 1 minus the score, so that 0 is best.</para>
/// <para>Numerics: (p_y / ||p||)^2 = softmax(2 x)_y, so that the value is -expm1(log(softmax(2 x)_y) / 2): exact where the label dominates.</para>
/// <para>Source: Good 1971; Gneiting and Raftery 2007, JASA 102, 359-378.</para>
/// </remarks>
[Loss("spherical", "Spherical score", "球面评分",
    Family = LossFamily.MultiClass, Task = LossTask.MultiClass, Link = PredictionLink.Softmax, FloatUlps = 8,
    Suits = LossPurpose.Probability | LossPurpose.LabelNoise,
    Formula = "1 - p_y / ||p||;  p = softmax(x)",
    Latex = @"1 - \frac{p_{y}}{\lVert p \rVert}, \quad p = \operatorname{softmax}(x)",
    Aliases = ["spherical_score", "spherical_scoring_rule"])]
[English("One minus the cosine between the probabilities and the label: proper, and bounded by 1.",
    Use = "you want probabilities by a bounded score that looks at directions rather than distances.",
    Avoid = "the model starts far off: the gradient fades where it is confidently wrong (cross_entropy does not).")]
[Chinese("1 减去预测概率与标签之间的余弦：严格适当，且不超过 1。",
    Use = "希望用有界、看重方向而非距离的评分来得到概率时。",
    Avoid = "模型起初很差时：在高置信度的错误处梯度会消失（cross_entropy 不会）。")]
public readonly record struct SphericalScore : IRowLoss
{
    static int IRowLoss.ScratchRows => 1;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Row<T> row)
        where T : IReal<T>
    {
        var doubled = row.Scratch(0);
        for (var k = 0; k < row.Count; k++)
        {
            doubled[k] = 2.0 * row.Prediction[k];
        }

        return row.Weighted(-T.Expm1(0.5 * row.With(doubled).LogProbabilityOfLabel()));
    }
}
