using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Training;

/// <summary>Adam with Nesterov's momentum (Dozat 2016).</summary>
/// <remarks>
/// With mu_t = beta1 (1 - 0.96^(t momentum_decay) / 2), P_t their product up to t, m and v as in <see cref="Adam"/>:
/// w -= rate ((1 - mu_t) g / (1 - P_t) + mu_{t+1} m / (1 - P_{t+1})) / (sqrt(v / (1 - beta2^t)) + epsilon).
/// As PyTorch since 2.0; 1.13 counts mu_t twice in P_{t+1}.
/// </remarks>
[Optimizer(
    "nadam",
    LearningRate = 0.002,
    Aliases = ["nesterov_adam"],
    Summary = "Adam with Nesterov's momentum (Dozat 2016).",
    ChineseSummary = "带 Nesterov 动量的 Adam（Dozat 2016）。",
    Formula = "w -= rate ((1 - mu_t) g / (1 - P_t) + mu_{t+1} m / (1 - P_{t+1})) / (sqrt(v / (1 - beta2^t)) + epsilon), mu_t = beta1 (1 - 0.96^(t momentum_decay) / 2), P_t their product",
    Source = "Dozat 2016, Incorporating Nesterov momentum into Adam, ICLR workshop",
    Elsewhere = ["torch.optim.NAdam", "keras.optimizers.Nadam", "optax.nadam"])]
internal readonly partial record struct NAdamRule(
    [Option(OptionKind.Fraction, "how much of the mean gradient is kept", "平均梯度保留多少")] double Beta1 = 0.9,
    [Option(OptionKind.Fraction, "how much of the mean square is kept", "均方保留多少")] double Beta2 = 0.999,
    [Option(OptionKind.NonNegative, "what is added to the root", "加到根号上的数")] double Epsilon = 1e-8,
    [Option(OptionKind.NonNegative, "how fast the momentum grows to beta1", "动量增长到 beta1 的快慢")] double MomentumDecay = 0.004) : IUpdateRule<NAdamRule>
{
    public ParameterUpdate CreateUpdate() => new ParameterUpdate<NAdamRule, NAdamFormula>();
}

/// <summary>m, v as Adam; w -= (now g + next m) / (sqrt(v / c2) + epsilon).</summary>
internal readonly struct NAdamFormula : IUpdateFormula<NAdamRule, NAdamFormula>
{
    private readonly double _beta1;
    private readonly double _beta2;
    private readonly double _epsilon;
    private readonly double _overRoot;
    private readonly double _now;
    private readonly double _next;

    private NAdamFormula(NAdamRule rule, double learningRate, ref UpdateClock clock)
    {
        (_beta1, _beta2, _epsilon) = (rule.Beta1, rule.Beta2, rule.Epsilon);
        _overRoot = 1 / Math.Sqrt(1 - Math.Pow(_beta2, clock.Step));
        var momentum = Momentum(rule, clock.Step);
        var nextMomentum = Momentum(rule, clock.Step + 1);
        clock.Product *= momentum;
        _now = -learningRate * (1 - momentum) / (1 - clock.Product);
        _next = -learningRate * nextMomentum / (1 - (clock.Product * nextMomentum));
    }

    public static IReadOnlyList<string> StateNames { get; } = ["first_moment", "second_moment"];

    public static int States => 2;

    public static NAdamFormula At(NAdamRule rule, double learningRate, ref UpdateClock clock) => new(rule, learningRate, ref clock);

    [MethodImpl(AggressiveInlining)]
    public void Apply<L>(ref L parameter, L gradient, ref L first, ref L second, ref L third)
        where L : struct, ILanes<L>
    {
        first = L.FusedMultiplyAdd(first, L.Of(_beta1), (1 - _beta1) * gradient);
        second = L.FusedMultiplyAdd(second, L.Of(_beta2), (1 - _beta2) * gradient * gradient);
        var denominator = L.FusedMultiplyAdd(L.SquareRoot(second), L.Of(_overRoot), L.Of(_epsilon));
        parameter += L.FusedMultiplyAdd(gradient, L.Of(_now), _next * first) / denominator;
    }

    private static double Momentum(NAdamRule rule, long step) => rule.Beta1 * (1 - (0.5 * Math.Pow(0.96, step * rule.MomentumDecay)));
}
