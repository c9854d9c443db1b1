using System.Runtime.CompilerServices;
using Minima.Reals;

namespace Minima.Tensors.Losses;

/// <summary>Ordered classes as slices of a line that thresholds cut and a score moves along: the proportional-odds model.</summary>
/// <remarks>
/// <para>Formula: -log(sigmoid(c_y - s) - sigmoid(c_(y-1) - s)), with s the prediction, c the thresholds (c_(-1) = -inf, c_(K-1) = inf) and y the label.</para>
/// <para>Domain: prediction real; thresholds increasing, else NaN; label 0 to K - 1 for K - 1 thresholds. Range: [0, inf); +inf if two thresholds of the label
/// coincide. Label out of range: refused.</para>
/// <para>Shapes: predictions [N], thresholds [K - 1], labels [N]; one term for each prediction. Prediction and thresholds are differentiated. Reduction: mean.</para>
/// <para>Convention: let the model output the first threshold and the softplus of the steps to the others, so that they increase.</para>
/// <para>Numerics: softplus(s - c_y) + softplus(c_(y-1) - s) - log(1 - e^(c_(y-1) - c_y)): no difference of sigmoids.</para>
/// <para>Limits: logistic for two classes.</para>
/// <para>Source: McCullagh 1980, JRSS B 42(2), 109-142.</para>
/// </remarks>
[Loss("cumulative_link", "Cumulative link (proportional odds)", "累积连接（比例优势）模型",
    Family = LossFamily.MultiClass,
    Suits = LossPurpose.OrderedClasses,
    Formula = "-log(sigmoid(c_y - s) - sigmoid(c_{y-1} - s))",
    Latex = @"-\log\left(\sigma\left(c_{y} - s\right) - \sigma\left(c_{y-1} - s\right)\right), \quad \left(c_{0}, \dots, c_{T-1}\right) = \mathrm{thresholds}, \quad c_{-1} = -\infty, \quad c_{T} = \infty, \quad s = \mathrm{prediction}",
    Aliases = ["CumulativeLinkLoss", "proportional_odds", "polr", "ordered_logit"])]
[English("The likelihood of the slice of a line in which the label lies, with learned cuts and one score for each row.",
    Use = "classes have an order and one score is to rank rows, with odds that shift alike for every cut.",
    Avoid = "what moves one cut does not move the others: corn_ordinal has a logit for each.",
    Letters = "c: thresholds")]
[Chinese("用可学习的切点把数轴分段，每个样本一个得分，取标签所在一段的似然。",
    Use = "类别有序，并希望用一个得分给样本排序，且各切点的几率同步变动时。",
    Avoid = "影响某个切点的因素不影响其他切点时：corn_ordinal 为每个切点各用一个 logit。",
    Limits = "两类时为 logistic。",
    Letters = "c：thresholds")]
public readonly record struct CumulativeLink : ITensorLoss
{
    /// <summary>One term for each prediction.</summary>
    public LossTerms Of([Axes("N")] Tensor prediction, [Axes("T")] Tensor thresholds, [Axes("N"), Labels] Tensor target)
    {
        var cuts = thresholds.Count;
        var labels = target.ToArray();
        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i] < 0 || labels[i] > cuts) throw Throw.Label("cumulative_link", i, labels[i], cuts + 1, null);
        }

        if (cuts == 0) return prediction * 0; // One class, which is certain.

        var isBelow = Flags(labels, label => label < cuts, prediction.Type);
        var isAbove = Flags(labels, label => label > 0, prediction.Type);
        var upper = CutOf(thresholds, labels, label => Math.Min(label, cuts - 1));
        var lower = CutOf(thresholds, labels, label => Math.Max(label - 1, 0));
        var isBetween = isBelow * isAbove;

        // Selected before the logarithm: at the ends both cuts are the same one.
        var gap = Tensor.Where(isBetween, upper - lower, Tensor.Ones(prediction.Shape, prediction.Type));
        return (prediction - upper).Apply(default(Softplus)).If(isBelow) + (lower - prediction).Apply(default(Softplus)).If(isAbove) - gap.Apply(default(LogOfShare)).If(isBetween);
    }

    private static Tensor Flags(double[] labels, Func<double, bool> holds, ElementType type) =>
        Tensor.Of(Array.ConvertAll(labels, label => holds(label) ? 1.0 : 0), [labels.Length]).To(type);

    private static Tensor CutOf(Tensor thresholds, double[] labels, Func<double, double> place) =>
        thresholds.Reshape([thresholds.Count, 1]).Rows(Tensor.Of(Array.ConvertAll(labels, label => (int)place(label)), [labels.Length])).Reshape([labels.Length]);

    /// <summary>log(1 - e^-x), exact for small steps.</summary>
    private readonly record struct LogOfShare : IActivation
    {
        public static string Name => "log_of_share";

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Of<T>(T x)
            where T : IReal<T> => T.Log1mExp(-x);
    }
}
