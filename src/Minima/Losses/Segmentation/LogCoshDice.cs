using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>The logarithm of the hyperbolic cosine of the Dice loss.</summary>
/// <remarks>
/// <para>Formula: log(cosh(d)) with d = 1 - (2 I + 1e-5) / (P + T + 1e-5). Range: [0, 0.434).</para>
/// <para>Domain: prediction and target in [0, 1].</para>
/// <para>Shapes: [batch, class, ...]; sums over the positions of each (batch, class). Only the prediction is differentiated. Reduction: mean over (batch, class).</para>
/// <para>Numerics: log_cosh is exact near 0, and so is d.</para>
/// <para>Limits: d^2 / 2 for small d.</para>
/// <para>Source: Jadon 2020, IEEE CIBCB, arXiv:2006.14822.</para>
/// </remarks>
[Loss("log_cosh_dice", "Log-cosh Dice", "对数双曲余弦 Dice",
    Family = LossFamily.Segmentation,
    Formula = "log(cosh(d));  d = 1 - (2 I + 1e-5) / (P + T + 1e-5);  I = sum p t, P = sum p, T = sum t",
    Latex = @"\log \, \cosh\left(1 - \frac{2 \sum_{i} p_{i} t_{i} + 10^{-5}}{\sum_{i} p_{i} + \sum_{i} t_{i} + 10^{-5}}\right)",
    Aliases = ["log_cosh_dice_loss"])]
[English("The logarithm of the hyperbolic cosine of the Dice loss: smooth and flat near 0.",
    Use = "the Dice loss jumps about near the end of training.",
    Avoid = "small errors must still pull: dice.")]
[Chinese("Dice 损失的对数双曲余弦：在 0 附近平滑而平缓。",
    Use = "训练后期 Dice 损失抖动明显时。",
    Avoid = "仍需要对小误差施加拉力时：选 dice。",
    Limits = "d 很小时为 d^2 / 2。")]
public readonly record struct LogCoshDice : ISumLoss
{
    static int ISumLoss.Count => 2;

    SumGroups ISumLoss.Groups => SumGroups.Classes;

    [MethodImpl(AggressiveInlining)]
    public SumTerms<T> TermsOf<T>(T prediction, T target)
        where T : IReal<T> => new(prediction * target, prediction * (1.0 - target) + target * (1.0 - prediction));

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Sums<T> sums)
        where T : IReal<T> => T.LogCosh(Overlap.Loss(2.0 * sums[0], sums[1], 1e-5, 1e-5));
}
