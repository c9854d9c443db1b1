using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Minus the log-probability that the prediction, a probability, gives to the target.</summary>
/// <remarks>
/// <para>Formula: -(t log p + (1 - t) log(1 - p)), with p the prediction and t the target; 0 log 0 = 0.</para>
/// <para>Domain: prediction, target in [0, 1]. Link: identity, the prediction is a probability already. Range: [0, inf].</para>
/// <para>Shapes: any, elementwise. Reduction: mean.</para>
/// <para>Convention: exact at the ends, +infinity for p = 0, t &gt; 0 and for p = 1, t &lt; 1. PyTorch clamps each logarithm at -100, Keras clips p to [1e-7, 1 - 1e-7].</para>
/// <para>Numerics: log(1 - p) by log1p(-p). The gradient (1 - t) / (1 - p) - t / p takes 0 / 0 as 0, so it is 1 at p = t = 0 and -1 at p = t = 1.</para>
/// <para>Limits: bce_with_logits if p = sigmoid(x).</para>
/// <para>Source: Good 1952, J. R. Stat. Soc. B 14(1), 107-114; Bridle 1990.</para>
/// </remarks>
[Loss("bce", "Binary cross-entropy (probabilities)", "二元交叉熵（概率）",
    Family = LossFamily.Binary, Task = LossTask.None,
    FloatUlps = 4,
    Aliases = ["BCELoss", "binary_cross_entropy"],
    SearchWords = ["log_loss", "对数损失", "ce", "binary classification", "二分类"])]
[English("Minus the log-probability of the target, when the prediction is a probability.",
    Use = "probabilities are all you have: another model's forecasts, a calibrated score, an audit.",
    Avoid = "you train a network: give bce_with_logits the logit, which neither overflows nor loses digits.")]
[Chinese("预测值为概率时，目标值的负对数概率。",
    Use = "手头只有概率时：其他模型的预测、校准后的得分、审计。",
    Avoid = "训练网络时：应把 logit 交给 bce_with_logits，既不会溢出，也不损失精度。",
    Limits = "p = sigmoid(x) 时为 bce_with_logits。")]
public readonly record struct BinaryCrossEntropy : IPointLoss
{
    [MethodImpl(AggressiveInlining)]
    public T Of<T>([Unit] T prediction, [Unit] T target)
        where T : IReal<T> => -(T.XLogY(target, prediction) + T.XLog1pY(1.0 - target, -prediction));
}
