using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>One minus the Matthews correlation coefficient of a predicted and a true mask.</summary>
/// <remarks>
/// <para>Formula: 1 - (tp tn - fp fn) / sqrt((tp + fp)(tp + fn)(tn + fp)(tn + fn)), with tp = sum p t + e, tn = sum (1 - p)(1 - t) + e, fp = sum p (1 - t) + e, fn = sum (1 - p) t + e. Range: [0, 2].</para>
/// <para>Domain: prediction and target in [0, 1]; epsilon &gt; 0.</para>
/// <para>Shapes: any. Only the prediction is differentiated. A scalar: no reduction, no weights.</para>
/// <para>Convention: epsilon on each of the four sums (segmentation-models): a target of one class gives about 1, no correlation, not 0.</para>
/// <para>Numerics: roots of pairs, so that products of four sums cannot overflow; sums in double.</para>
/// <para>Source: Abhishek and Hamarneh 2021, ISBI, arXiv:2010.13454.</para>
/// </remarks>
/// <param name="Epsilon">Added to each of the four sums.</param>
[Loss("mcc", "Matthews correlation", "马修斯相关系数损失",
    Family = LossFamily.Segmentation,
    Formula = "1 - (tp tn - fp fn) / sqrt((tp + fp)(tp + fn)(tn + fp)(tn + fn)), e added to each;  e = epsilon",
    ChineseFormula = "1 - (tp tn - fp fn) / sqrt((tp + fp)(tp + fn)(tn + fp)(tn + fn))，各项均加 e;  e = epsilon",
    Latex = @"\begin{aligned} & 1 - \frac{\mathrm{tp} \, \mathrm{tn} - \mathrm{fp} \, \mathrm{fn}}{\sqrt{(\mathrm{tp} + \mathrm{fp}) (\mathrm{tp} + \mathrm{fn}) (\mathrm{tn} + \mathrm{fp}) (\mathrm{tn} + \mathrm{fn})}} \\ & \mathrm{tp} = \sum_{i} p_{i} t_{i} + \varepsilon, \quad \mathrm{tn} = \sum_{i} (1 - p_{i}) (1 - t_{i}) + \varepsilon \\ & \mathrm{fp} = \sum_{i} p_{i} (1 - t_{i}) + \varepsilon, \quad \mathrm{fn} = \sum_{i} (1 - p_{i}) t_{i} + \varepsilon \end{aligned}",
    Aliases = ["MCCLoss", "matthews_correlation"])]
[English("One minus the correlation of two masks, which counts the background too.",
    Use = "both regions and background should be right, whatever their sizes.",
    Avoid = "the target may be all of one class: the correlation is undefined and the loss about 1.",
    Letters = "tp, tn, fp, fn: the soft counts of true positives, true negatives, false positives and false negatives")]
[Chinese("1 减去两个掩码的相关系数，背景也参与计算。",
    Use = "无论区域与背景各有多大，两者都要准确时。",
    Avoid = "目标掩码可能全为同一类时：相关系数无定义，损失约为 1。",
    Letters = "tp、tn、fp、fn：真阳性、真阴性、假阳性与假阴性的软计数")]
public readonly record struct Matthews(
    [Positive, Chinese("分别加在四个和上。")] double Epsilon) : ISumLoss
{
    public Matthews()
        : this(1e-5)
    {
    }

    static int ISumLoss.Count => 4;

    static bool ISumLoss.IsScalar => true;

    SumGroups ISumLoss.Groups => SumGroups.Batch;

    [MethodImpl(AggressiveInlining)]
    public SumTerms<T> TermsOf<T>(T prediction, T target)
        where T : IReal<T> => new(prediction * target, (1.0 - prediction) * (1.0 - target), prediction * (1.0 - target), (1.0 - prediction) * target);

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Sums<T> sums)
        where T : IReal<T>
    {
        var epsilon = T.Of(Epsilon);
        var (tp, tn) = (sums[0] + epsilon, sums[1] + epsilon);
        var (fp, fn) = (sums[2] + epsilon, sums[3] + epsilon);
        var root = T.Sqrt((tp + fp) * (tp + fn)) * T.Sqrt((tn + fp) * (tn + fn));
        return 1.0 - (tp * tn - fp * fn) / root;
    }
}
