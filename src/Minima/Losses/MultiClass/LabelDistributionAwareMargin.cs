using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Cross-entropy in which the label must lead by a margin, the larger the rarer its class.</summary>
/// <remarks>
/// <para>Formula: w_y (-log softmax(s (x - onehot(y) D_y))_y), D_k = C n_k^(-1/4) / max_j n_j^(-1/4), with x the prediction, y the label, s the scale, C the
/// largest margin, n the class counts and w the class weights (1 where there are none).</para>
/// <para>Domain: scores real, in the paper cosines; label 0 to K - 1; counts and scale above 0. Link: softmax. Range: [0, inf). Label out of range, or another
/// number of counts than of classes: refused.</para>
/// <para>Shapes: rows of K scores, one label a row. Only the prediction is differentiated. Reduction: mean over rows.</para>
/// <para>Convention: the rarest class has the margin C.</para>
/// <para>Numerics: the largest score is subtracted first, so that scores far from 0 keep the margin.</para>
/// <para>Limits: max_margin 0 and scale 1 is cross_entropy.</para>
/// <para>Source: Cao et al. 2019, NeurIPS, arXiv:1906.07413.</para>
/// </remarks>
/// <param name="ClassCounts">Number of training samples of each class, in the order of the classes.</param>
/// <param name="MaxMargin">Margin of the rarest class; the others have less, by the fourth root of their counts. 0.5 is usual.</param>
/// <param name="Scale">Factor of the scores before the softmax; 30 is usual.</param>
[Loss("ldam", "LDAM", "标签分布感知间隔",
    Family = LossFamily.MultiClass, Link = PredictionLink.Softmax, FloatUlps = 4,
    Suits = LossPurpose.Imbalance,
    Formula = "-log softmax(s (x - onehot(y) D_y))_y;  D_k = C (min_j n_j / n_k)^(1/4);  n = class_counts, C = max_margin, s = scale",
    Latex = @"-\log \frac{e^{\mathrm{scale} \left(x_{y} - D\right)}}{e^{\mathrm{scale} \left(x_{y} - D\right)} + \sum_{k \ne y} e^{\mathrm{scale} \, x_{k}}}, \quad D = \mathrm{max\_margin} \left(\frac{\min_{j} n_{j}}{n_{y}}\right)^{1/4}, \quad n = \mathrm{class\_counts}",
    Aliases = ["LDAMLoss", "ldam_drw", "label_distribution_aware_margin"])]
[English("Cross-entropy on scaled scores that asks rare classes for a larger lead.",
    Use = "classes are very uneven and scores are cosines of normalised features.",
    Avoid = "scores are free logits: logit_adjusted has a theory and nothing to scale.")]
[Chinese("在缩放后的得分上计算的交叉熵，要求稀有类别领先更多。",
    Use = "类别极不均衡，且得分是归一化特征的余弦时。",
    Avoid = "得分是不受约束的 logit 时：logit_adjusted 有理论依据，也无需缩放。",
    Limits = "max_margin = 0 且 scale = 1 时为 cross_entropy。")]
public readonly record struct LabelDistributionAwareMargin(
    [Positive, Chinese("各类训练样本的数量，按类别顺序给出。")] PerClass ClassCounts,
    [NonNegative, Chinese("最稀有类别的间隔；其余各类按样本数的四次方根递减。常用 0.5。")] double MaxMargin,
    [Positive, Chinese("softmax 之前得分的放大倍数，常用 30。")] double Scale) : IRowLoss
{
    public LabelDistributionAwareMargin()
        : this(ImmutableArray.Create<double>(100, 10, 1), 0.5, 30)
    {
    }

    static int IRowLoss.ScratchRows => 1;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Row<T> row)
        where T : IReal<T>
    {
        var margins = OfParameters<LabelDistributionAwareMargin>.Get(this, static loss => loss.Margins());
        var level = row.Level();
        var leads = row.Scratch(0);
        for (var k = 0; k < row.Count; k++)
        {
            // Selected before it is multiplied: a score may be -infinity.
            var margin = row.IfLabel(k, T.Of(MaxMargin) * T.Of(margins[k], ""), T.Of(0));
            leads[k] = T.ZeroTimes(T.Of(Scale), row.Prediction[k] - level - margin);
        }

        return row.Weighted(-row.With(leads).LogProbabilityOfLabel());
    }

    /// <summary>The margins in units of the largest.</summary>
    private PerClass Margins()
    {
        var fewest = ClassCounts.Numbers.IsDefault ? ClassCounts[0] : ClassCounts.Numbers.Min();
        return ClassCounts.Select(count => Math.Sqrt(Math.Sqrt(fewest / count)));
    }
}
