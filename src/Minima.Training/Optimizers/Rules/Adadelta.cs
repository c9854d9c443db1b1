using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Training;

/// <summary>Scales each gradient by the root mean square of past steps over that of past gradients (Zeiler 2012): a learning rate of 1 suits any scale.</summary>
/// <remarks>
/// v = rho v + (1 - rho) g^2; d = sqrt(u + epsilon) / sqrt(v + epsilon) g; u = rho u + (1 - rho) d^2; w -= rate d. As PyTorch.
/// </remarks>
[Optimizer(
    "adadelta",
    LearningRate = 1,
    Summary = "Gradient times the root mean square of past steps over that of past gradients (Zeiler 2012).",
    ChineseSummary = "梯度乘以过去各步的均方根与过去梯度的均方根之比（Zeiler 2012）。",
    Formula = "v = rho v + (1 - rho) g^2; d = sqrt(u + epsilon) / sqrt(v + epsilon) g; u = rho u + (1 - rho) d^2; w -= rate d",
    Source = "Zeiler 2012, ADADELTA: an adaptive learning rate method, arXiv:1212.5701",
    Elsewhere = ["torch.optim.Adadelta", "keras.optimizers.Adadelta", "optax.adadelta"])]
internal readonly partial record struct AdadeltaRule(
    [Option(OptionKind.Fraction, "how much of the mean squares is kept", "各均方保留多少")] double Rho = 0.9,
    [Option(OptionKind.Positive, "what is added under the roots; without it no step would ever be taken", "加在根号内的数；没有它就永远不会迈步")] double Epsilon = 1e-6) : IUpdateRule<AdadeltaRule>
{
    public ParameterUpdate CreateUpdate() => new ParameterUpdate<AdadeltaRule, AdadeltaFormula>();
}

/// <summary>v, u: mean squares of gradients and steps; w -= rate sqrt((u + epsilon) / (v + epsilon)) g.</summary>
internal readonly struct AdadeltaFormula(AdadeltaRule rule, double learningRate) : IUpdateFormula<AdadeltaRule, AdadeltaFormula>
{
    private readonly double _rho = rule.Rho;
    private readonly double _epsilon = rule.Epsilon;
    private readonly double _step = -learningRate;

    public static IReadOnlyList<string> StateNames { get; } = ["second_moment", "mean_square_step"];

    public static int States => 2;

    public static AdadeltaFormula At(AdadeltaRule rule, double learningRate, ref UpdateClock clock) => new(rule, learningRate);

    [MethodImpl(AggressiveInlining)]
    public void Apply<L>(ref L parameter, L gradient, ref L first, ref L second, ref L third)
        where L : struct, ILanes<L>
    {
        first = L.FusedMultiplyAdd(first, L.Of(_rho), (1 - _rho) * gradient * gradient);
        var delta = L.SquareRoot(second + _epsilon) / L.SquareRoot(first + _epsilon) * gradient;
        second = L.FusedMultiplyAdd(second, L.Of(_rho), (1 - _rho) * delta * delta);
        parameter = L.FusedMultiplyAdd(delta, L.Of(_step), parameter);
    }
}
