using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Logistic loss on the lead of the chosen answer's reward: it trains reward models on comparisons.</summary>
/// <remarks>
/// <para>Formula: softplus(margin - (chosen - rejected)) = -log sigmoid(chosen - rejected - margin).</para>
/// <para>Domain: chosen, rejected real (rewards); margin real. Range: [0, inf).</para>
/// <para>Shapes: any, elementwise, two inputs of one shape, one element for each pair; both are differentiated. Reduction: mean.</para>
/// <para>Limits: margin 0 is bpr.</para>
/// <para>Source: Bradley and Terry 1952, Biometrika 39, 324-345; Ouyang et al. 2022, NeurIPS, arXiv:2203.02155.</para>
/// </remarks>
/// <param name="Margin">Lead that the chosen answer's reward should have over the rejected one's; 0 is usual.</param>
[Loss("reward_bt", "Reward model (Bradley-Terry)", "奖励模型 BT 损失",
    Family = LossFamily.LanguageModel, FloatUlps = 4,
    Formula = "softplus(margin - (chosen - rejected))",
    Aliases = ["bradley_terry", "reward_model_loss", "RewardTrainer"])]
[English("Fits rewards to comparisons: the probability of a preference is the sigmoid of the lead.",
    Use = "you train a reward model on pairs of answers.",
    Avoid = "a policy is to be trained on the pairs directly (dpo).")]
[Chinese("用成对比较拟合奖励：偏好的概率是领先量的 sigmoid。",
    Use = "用成对回答训练奖励模型时。",
    Avoid = "想直接在成对数据上训练策略时（用 dpo）。",
    Limits = "margin = 0 时为 bpr。")]
public readonly record struct BradleyTerryReward(
    [Chinese("被选回答的奖励应领先落选回答的幅度，常用 0。")] double Margin) : IPointLoss
{
    public BradleyTerryReward()
        : this(0)
    {
    }

    static InputSet IPointLoss.Differentiated => InputSet.First | InputSet.Second;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T chosen, T rejected)
        where T : IReal<T> => T.Softplus(T.Of(Margin) - (chosen - rejected));
}
