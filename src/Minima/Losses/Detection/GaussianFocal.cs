using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Focal loss on a heat map of centres: pixels near a centre are negatives that cost less the nearer they are.</summary>
/// <remarks>
/// <para>Formula: (1 - p)^alpha softplus(-x) for t = 1, (1 - t)^beta p^alpha softplus(x) otherwise; p = sigmoid(x), x = prediction, t = target.</para>
/// <para>Domain: prediction real (a logit); target in [0, 1], a Gaussian around each centre; alpha, beta &gt;= 0. Link: logit. Range: [0, inf).</para>
/// <para>Shapes: any, elementwise. Only the prediction is differentiated. Reduction: mean over elements.</para>
/// <para>Convention: CenterNet divides the sum by the number of centres (t = 1): take the sum and divide.</para>
/// <para>Source: Law and Deng 2018, ECCV, arXiv:1808.01244; Zhou, Wang and Kraehenbuehl 2019, arXiv:1904.07850.</para>
/// </remarks>
/// <param name="Alpha">Focusing exponent: the larger, the less easy pixels count. 2 is usual.</param>
/// <param name="Beta">Exponent that reduces the penalty of pixels close to a centre; 4 is usual.</param>
[Loss("gaussian_focal", "Penalty-reduced focal (CenterNet)", "高斯热图焦点损失",
    Family = LossFamily.Detection, FloatUlps = 16,
    Formula = "sigmoid(-x)^alpha softplus(-x) if t = 1 else (1 - t)^beta sigmoid(x)^alpha softplus(x)",
    Aliases = ["GaussianFocalLoss", "BinaryPenaltyReducedFocalCrossEntropy", "centernet_focal"])]
[English("Finds centres on a heat map without punishing near misses.",
    Use = "objects are points: centres, corners, keypoints.",
    Avoid = "the map is a probability of its own (bce_with_logits).")]
[Chinese("在热图上寻找中心点，位置略有偏差时从轻处罚。",
    Use = "目标是点时：中心、角点、关键点。",
    Avoid = "热图本身就是概率时（用 bce_with_logits）。")]
public readonly record struct GaussianFocal(
    [NonNegative, Chinese("聚焦指数：越大，简单像素的权重越小。常用 2。")] double Alpha,
    [NonNegative, Chinese("减轻中心附近像素惩罚的指数，常用 4。")] double Beta) : IPointLoss
{
    public GaussianFocal()
        : this(2, 4)
    {
    }

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, [Unit] T target)
        where T : IReal<T>
    {
        // One side of the logit and one weight are chosen; a target that is not below 1 is 1 or NaN, which stays.
        var one = T.Of(1);
        var away = 1.0 - target;
        var side = T.IfLess(target, one, prediction, -prediction);
        var weight = T.IfLess(target, one, Pow(away, Beta), away + 1.0);
        return weight * Pow(T.Sigmoid(side), Alpha) * T.Softplus(side);
    }

    /// <summary>The usual exponents stay in the kernel.</summary>
    [MethodImpl(AggressiveInlining)]
    private static T Pow<T>(T x, double exponent)
        where T : IReal<T> => exponent switch
        {
            2 => x * x,
            4 => x * x * (x * x),
            _ => T.Pow(x, exponent),
        };
}
