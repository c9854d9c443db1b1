using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>The squared error of sigmoid(prediction): a bounded, strictly proper score.</summary>
/// <remarks>
/// <para>Formula: (sigmoid(x) - t)^2, with x the prediction and t the target.</para>
/// <para>Domain: prediction real; target in [0, 1]. Link: logit, the score is least at sigmoid(x) = p. Range: [0, 1].</para>
/// <para>Shapes: any, elementwise. Reduction: mean.</para>
/// <para>Convention: takes a logit; scikit-learn's brier_score_loss takes a probability; Brier's original sums over both classes and is twice this.</para>
/// <para>Numerics: sigmoid(x) - t is written (1 - t) sigmoid(x) - t sigmoid(-x), which keeps full relative accuracy at the targets 0 and 1.</para>
/// <para>Limits: savage with slope 1 at t = (y + 1) / 2.</para>
/// <para>Source: Brier 1950, Mon. Weather Rev. 78(1), 1-3.</para>
/// </remarks>
[Loss("brier_binary", "Brier (binary)", "Brier 分数",
    Family = LossFamily.Binary, Task = LossTask.Binary,
    Suits = LossPurpose.Probability | LossPurpose.LabelNoise,
    Aliases = ["brier_score_loss", "brier_score"])]
[English("The squared error of the predicted probability: bounded, and smallest on average at the true probability.",
    Use = "you care for calibration and a few wrong labels must not dominate.",
    Avoid = "training starts from confident mistakes: their gradient vanishes, that of bce_with_logits does not.")]
[Chinese("预测概率的平方误差：有界，预测等于真实概率时期望最小。",
    Use = "看重校准，且少数错误标签不应主导训练时。",
    Avoid = "训练之初就有高置信度的错误时：这些样本的梯度会消失，而 bce_with_logits 的不会。",
    Limits = "t = (y + 1) / 2 时为 slope 取 1 的 savage。")]
public readonly record struct BinaryBrier : IPointLoss
{
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, [Unit] T target)
        where T : IReal<T>
    {
        var error = T.SigmoidMix(prediction, 1.0 - target, -target);
        return error * error;
    }
}
