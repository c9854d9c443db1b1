using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>The squared probability of the wrong class: a bounded loss that still yields probabilities.</summary>
/// <remarks>
/// <para>Formula: 1 / (1 + e^(k m))^2 = sigmoid(-k m)^2, with m = target prediction and k the slope.</para>
/// <para>Domain: prediction real; target -1 or +1; slope &gt; 0. Link: half logit at the default slope 2. The expected loss p (1 - a)^2 + (1 - p) a^2
/// with a = sigmoid(k s) is least at a = p, so the minimiser is log(p / (1 - p)) / k. Range: (0, 1).</para>
/// <para>Shapes: any, elementwise. Reduction: mean.</para>
/// <para>Convention: slope 2 as in the paper; its normalised form 4 / (1 + e^v)^2 is 4 times the loss at slope 1.</para>
/// <para>Numerics: a sigmoid, so that large margins keep full relative accuracy.</para>
/// <para>Limits: slope to infinity gives zero_one but for m = 0; at slope 1 it is brier_binary with t = (y + 1) / 2.</para>
/// <para>Source: Masnadi-Shirazi and Vasconcelos 2008, NIPS 21.</para>
/// </remarks>
/// <param name="Slope">Steepness: the larger, the faster the loss falls with the margin.</param>
[Loss("savage", "Savage", "Savage 损失",
    Family = LossFamily.Margin, Task = LossTask.Binary,
    Suits = LossPurpose.LabelNoise, Preference = 2,
    Formula = "1 / (1 + e^(k m))^2, m = y s, k = slope",
    Aliases = ["SavageLoss", "SavageBoost"])]
[English("The squared probability of the wrong class: bounded, so that a mislabelled point cannot dominate.",
    Use = "labels are noisy and you still want probabilities.",
    Avoid = "training starts far off: it is not convex, and confident mistakes have almost no gradient.")]
[Chinese("错误类别概率的平方：有界，因此标错的样本无法主导训练。",
    Use = "标签有噪声，但仍需要概率时。",
    Avoid = "初始点离解较远时：它非凸，高置信度的错误几乎没有梯度。",
    Limits = "slope 趋于无穷时为 zero_one（m = 0 除外）；slope = 1 时为 t = (y + 1) / 2 的 brier_binary。")]
public readonly record struct Savage(
    [Positive, Chinese("陡度：越大，损失随间隔下降得越快。")] double Slope) : IPointLoss
{
    public Savage()
        : this(2)
    {
    }

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, [MarginLabel] T target)
        where T : IReal<T>
    {
        var wrong = T.Sigmoid(-T.Of(Slope) * (target * prediction));
        return wrong * wrong;
    }
}
