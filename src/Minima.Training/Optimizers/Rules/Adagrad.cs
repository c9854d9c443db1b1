using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Training;

/// <summary>Divides each gradient by the root of the sum of its past squares (Duchi et al. 2011).</summary>
/// <remarks>
/// s = s + g^2, from initial_sum; w -= rate / (1 + (t - 1) rate_decay) g / (sqrt(s) + epsilon). As PyTorch (its lr_decay, initial_accumulator_value).
/// </remarks>
[Optimizer(
    "adagrad",
    LearningRate = 0.01,
    Summary = "Gradient over the root of the sum of all its squares (Duchi et al. 2011).",
    ChineseSummary = "梯度除以其全部平方之和的根（Duchi 等 2011）。",
    Formula = "s = s + g^2; w -= rate / (1 + (t - 1) rate_decay) g / (sqrt(s) + epsilon)",
    Source = "Duchi, Hazan and Singer 2011, Adaptive subgradient methods, JMLR 12, 2121-2159",
    Elsewhere = ["torch.optim.Adagrad", "keras.optimizers.Adagrad", "optax.adagrad"])]
internal readonly partial record struct AdagradRule(
    [Option(OptionKind.NonNegative, "how fast the learning rate falls", "学习率下降的快慢")] double RateDecay = 0,
    [Option(OptionKind.NonNegative, "what the sum of squares starts from", "平方和的起始值")] double InitialSum = 0,
    [Option(OptionKind.NonNegative, "what is added to the root", "加到根号上的数")] double Epsilon = 1e-10) : IUpdateRule<AdagradRule>
{
    public ParameterUpdate CreateUpdate() => new ParameterUpdate<AdagradRule, AdagradFormula>();
}

/// <summary>s = s + g^2; w -= step g / (sqrt(s) + epsilon).</summary>
internal readonly struct AdagradFormula(AdagradRule rule, double learningRate, long step) : IUpdateFormula<AdagradRule, AdagradFormula>
{
    private readonly double _epsilon = rule.Epsilon;
    private readonly double _step = -learningRate / (1 + ((step - 1) * rule.RateDecay));

    public static IReadOnlyList<string> StateNames { get; } = ["sum_of_squares"];

    public static int States => 1;

    public static AdagradFormula At(AdagradRule rule, double learningRate, ref UpdateClock clock) => new(rule, learningRate, clock.Step);

    public static double Initial(AdagradRule rule) => rule.InitialSum;

    [MethodImpl(AggressiveInlining)]
    public void Apply<L>(ref L parameter, L gradient, ref L first, ref L second, ref L third)
        where L : struct, ILanes<L>
    {
        first = L.FusedMultiplyAdd(gradient, gradient, first);
        parameter = L.FusedMultiplyAdd(gradient / (L.SquareRoot(first) + _epsilon), L.Of(_step), parameter);
    }
}
