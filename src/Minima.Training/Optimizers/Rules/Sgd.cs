using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Training;

/// <summary>Stochastic gradient descent, with momentum (Polyak 1964) in Nesterov's form (1983, as Sutskever et al. 2013 write it) on request.</summary>
/// <remarks>
/// Without momentum: w -= rate g. With: b = momentum b + (1 - dampening) g, where b is g itself at the first step; then w -= rate b, or with
/// Nesterov w -= rate (g + momentum b). As PyTorch's SGD.
/// </remarks>
[Optimizer(
    "sgd",
    LearningRate = 0.01,
    Aliases = ["gradient_descent", "stochastic_gradient_descent"],
    Summary = "Gradient descent, with momentum or Nesterov's momentum on request (Polyak 1964, Sutskever et al. 2013).",
    ChineseSummary = "梯度下降，可带动量或 Nesterov 动量（Polyak 1964，Sutskever 等 2013）。",
    Formula = "w -= rate g; with momentum b = momentum b + (1 - dampening) g and w -= rate b; with nesterov w -= rate (g + momentum b)",
    Source = "Polyak 1964, USSR Computational Mathematics and Mathematical Physics 4(5), 1-17; Sutskever et al. 2013, On the importance of initialization and momentum, ICML",
    Elsewhere = ["torch.optim.SGD", "keras.optimizers.SGD", "optax.sgd"])]
internal readonly partial record struct SgdRule(
    [Option(OptionKind.Fraction, "how much of the last direction is kept", "上一方向保留多少")] double Momentum = 0,
    [Option(OptionKind.Fraction, "how much less of the gradient enters the direction", "梯度进入方向的份额减少多少")] double Dampening = 0,
    [Option(OptionKind.Switch, "whether to look ahead along the direction", "是否沿方向向前看")] bool Nesterov = false) : IUpdateRule<SgdRule>
{
    public ParameterUpdate CreateUpdate()
    {
        if (!Nesterov) return Momentum == 0 ? new ParameterUpdate<SgdRule, SgdFormula>() : new ParameterUpdate<SgdRule, MomentumFormula<Off>>();
        if (Momentum == 0) throw new TrainingException("sgd: nesterov looks ahead along the momentum, and momentum is 0. Give a momentum, 0.9 is usual.");
        if (Dampening != 0) throw new TrainingException("sgd: nesterov is defined without dampening. Leave dampening at 0.");
        return new ParameterUpdate<SgdRule, MomentumFormula<On>>();
    }
}

/// <summary>w -= rate g.</summary>
internal readonly struct SgdFormula(double learningRate) : IUpdateFormula<SgdRule, SgdFormula>
{
    private readonly double _step = -learningRate;

    public static IReadOnlyList<string> StateNames { get; } = [];

    public static int States => 0;

    public static SgdFormula At(SgdRule rule, double learningRate, ref UpdateClock clock) => new(learningRate);

    [MethodImpl(AggressiveInlining)]
    public void Apply<L>(ref L parameter, L gradient, ref L first, ref L second, ref L third)
        where L : struct, ILanes<L> => parameter = L.FusedMultiplyAdd(gradient, L.Of(_step), parameter);
}

/// <summary>b = momentum b + share g; w -= rate b, or rate (g + momentum b).</summary>
/// <typeparam name="TNesterov">On for the second form.</typeparam>
internal readonly struct MomentumFormula<TNesterov>(SgdRule rule, double learningRate, long step) : IUpdateFormula<SgdRule, MomentumFormula<TNesterov>>
    where TNesterov : struct, IChoice
{
    private readonly double _momentum = rule.Momentum;
    private readonly double _share = step == 1 ? 1 : 1 - rule.Dampening;
    private readonly double _step = -learningRate;

    public static IReadOnlyList<string> StateNames { get; } = ["momentum"];

    public static int States => 1;

    public static MomentumFormula<TNesterov> At(SgdRule rule, double learningRate, ref UpdateClock clock) => new(rule, learningRate, clock.Step);

    [MethodImpl(AggressiveInlining)]
    public void Apply<L>(ref L parameter, L gradient, ref L first, ref L second, ref L third)
        where L : struct, ILanes<L>
    {
        first = L.FusedMultiplyAdd(first, L.Of(_momentum), _share * gradient);
        var direction = TNesterov.IsOn ? L.FusedMultiplyAdd(first, L.Of(_momentum), gradient) : first;
        parameter = L.FusedMultiplyAdd(direction, L.Of(_step), parameter);
    }
}
