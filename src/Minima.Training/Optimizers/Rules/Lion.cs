using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Training;

/// <summary>Steps of one size, along the sign of a mix of gradient and momentum (Chen et al. 2023, algorithm 2).</summary>
/// <remarks>
/// c = beta1 m + (1 - beta1) g; w -= rate (sign(c) + decay w); m = beta2 m + (1 - beta2) g. sign(0) = 0. Its authors use a rate three to ten times
/// smaller than AdamW's, and a weight decay as many times larger.
/// </remarks>
[Optimizer(
    "lion",
    LearningRate = 0.0001, Decoupled = true,
    Aliases = ["evolved_sign_momentum"],
    Summary = "Steps of one size along the sign of the momentum (Chen et al. 2023).",
    ChineseSummary = "沿动量的符号迈大小相同的步（Chen 等 2023）。",
    Formula = "w -= rate (sign(beta1 m + (1 - beta1) g) + weight_decay w); m = beta2 m + (1 - beta2) g",
    Source = "Chen et al. 2023, Symbolic discovery of optimization algorithms, NeurIPS, arXiv:2302.06675",
    Elsewhere = ["keras.optimizers.Lion", "optax.lion"])]
internal readonly partial record struct LionRule(
    [Option(OptionKind.Fraction, "how much momentum enters the sign", "符号中动量占多少")] double Beta1 = 0.9,
    [Option(OptionKind.Fraction, "how much momentum is kept", "动量保留多少")] double Beta2 = 0.99) : IUpdateRule<LionRule>
{
    public ParameterUpdate CreateUpdate() => new ParameterUpdate<LionRule, LionFormula>();
}

/// <summary>w -= rate sign(b1 m + (1 - b1) g); m = b2 m + (1 - b2) g.</summary>
internal readonly struct LionFormula(LionRule rule, double learningRate) : IUpdateFormula<LionRule, LionFormula>
{
    private readonly double _beta1 = rule.Beta1;
    private readonly double _beta2 = rule.Beta2;
    private readonly double _step = -learningRate;

    public static IReadOnlyList<string> StateNames { get; } = ["momentum"];

    public static int States => 1;

    public static LionFormula At(LionRule rule, double learningRate, ref UpdateClock clock) => new(rule, learningRate);

    [MethodImpl(AggressiveInlining)]
    public void Apply<L>(ref L parameter, L gradient, ref L first, ref L second, ref L third)
        where L : struct, ILanes<L>
    {
        var direction = L.Sign(L.FusedMultiplyAdd(first, L.Of(_beta1), (1 - _beta1) * gradient));
        first = L.FusedMultiplyAdd(first, L.Of(_beta2), (1 - _beta2) * gradient);
        parameter = L.FusedMultiplyAdd(direction, L.Of(_step), parameter);
    }
}
