using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Cycle consistency: an item that two translators map there and back must come out unchanged.</summary>
/// <remarks>
/// <para>Formula: lambda mean |p - t|, with p = prediction (F(G(x))) and t = target (x). Range: [0, inf).</para>
/// <para>Domain: prediction, target real; lambda &gt;= 0.</para>
/// <para>Shapes: any. Only the prediction is differentiated. A scalar: no reduction, no weights. No element at all: 0.</para>
/// <para>Kinks: 0 where a residual is 0.</para>
/// <para>Convention: one direction; CycleGAN adds both, and an identity term of half the strength.</para>
/// <para>Numerics: the sum in double, for float too.</para>
/// <para>Limits: mae for lambda = 1.</para>
/// <para>Source: Zhu et al. 2017 (CycleGAN), ICCV, arXiv:1703.10593.</para>
/// </remarks>
/// <param name="Lambda">Weight of the cycle term relative to the adversarial loss; 10 is usual.</param>
[Loss("cycle_consistency", "Cycle / identity consistency", "循环一致性损失",
    Family = LossFamily.Adversarial, Kinks = "0 where a residual is 0", ChineseKinks = "残差为 0 处斜率取 0",
    Latex = @"\frac{\lambda}{N} \sum_{i=1}^{N} \left|p_{i} - t_{i}\right|",
    Aliases = ["CycleConsistencyLoss", "cycle_loss", "identity_loss"])]
[English("The absolute error after a round trip between two domains.",
    Use = "translators are trained on unpaired images, beside an adversarial loss.",
    Avoid = "pairs are given: mae on them says more.")]
[Chinese("在两个域之间往返一趟后的绝对误差。",
    Use = "用不成对的图像训练图像翻译模型，并与对抗损失同用时。",
    Avoid = "有成对数据时：直接用 mae 更有效。",
    Limits = "lambda = 1 时为 mae。")]
public readonly record struct CycleConsistency(
    [NonNegative, Chinese("循环项相对于对抗损失的权重，常用 10。")] double Lambda) : ISumLoss
{
    public CycleConsistency()
        : this(10)
    {
    }

    static int ISumLoss.Count => 1;

    static bool ISumLoss.IsScalar => true;

    static Domain ISumLoss.PredictionDomain => Domain.Real;

    static Domain ISumLoss.TargetDomain => Domain.Real;

    SumGroups ISumLoss.Groups => SumGroups.Batch;

    [MethodImpl(AggressiveInlining)]
    public SumTerms<T> TermsOf<T>(T prediction, T target)
        where T : IReal<T> => new(T.Abs(prediction - target));

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(in Sums<T> sums)
        where T : IReal<T> => T.Of(Lambda) * (sums[0] / T.Of(sums.Count, ""));
}
