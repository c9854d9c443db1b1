using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>The Dice loss over all elements together.</summary>
/// <remarks>
/// <para>Formula: 1 - 2 sum(p t) / (sum p + sum t + e). Range: [0, 1]; two empty masks: 1.</para>
/// <para>Domain: prediction and target in [0, 1]; epsilon &gt;= 0.</para>
/// <para>Shapes: any. Only the prediction is differentiated. A scalar: no reduction, no weights.</para>
/// <para>Convention: epsilon is in the denominator only.</para>
/// <para>Numerics: written with the misses, as dice.</para>
/// <para>Limits: dice with batch = true, one class and numerator_smoothing 0.</para>
/// <para>Source: Keras 3, keras.losses.Dice (axis=None).</para>
/// </remarks>
/// <param name="Epsilon">Added to the denominator, so that it is never 0.</param>
[Loss("keras_dice", "Dice summed over all axes (Keras)", "Dice 损失（全体求和，Keras）",
    Family = LossFamily.Segmentation,
    Formula = "1 - 2 sum(p t) / (sum p + sum t + e);  e = epsilon",
    Latex = @"1 - \frac{2 \sum p t}{\sum p + \sum t + \varepsilon}",
    Aliases = ["keras_dice_loss"])]
[English("One Dice over everything that is given, as Keras' Dice does.",
    Use = "you reproduce a Keras model.",
    Avoid = "images of a batch should count each by itself: dice.")]
[Chinese("把全部元素合在一起求一个 Dice，与 Keras 的 Dice 相同。",
    Use = "复现 Keras 模型时。",
    Avoid = "希望批次中每张图像单独计算时：选 dice。",
    Limits = "即 batch 为 true、只有一类且 numerator_smoothing 为 0 的 dice。")]
public readonly record struct KerasDice(
    [NonNegative, Chinese("加在分母上，使其不为 0。")] double Epsilon) : ISumLoss
{
    public KerasDice()
        : this(1e-7)
    {
    }

    static int ISumLoss.Count => 2;

    static bool ISumLoss.IsScalar => true;

    SumGroups ISumLoss.Groups => SumGroups.Batch;

    [MethodImpl(AggressiveInlining)]
    public SumTerms<T> TermsOf<T>(T prediction, T target)
        where T : IReal<T> => new(prediction * target, prediction * (1.0 - target) + target * (1.0 - prediction));

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Sums<T> sums)
        where T : IReal<T> => Overlap.Loss(2.0 * sums[0], sums[1], 0, Epsilon);
}
