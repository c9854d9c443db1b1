using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Training;

/// <summary>Adam without the root until the mean square is known well enough (Liu et al. 2020).</summary>
/// <remarks>
/// With rho = 2 / (1 - beta2) - 1 and rho_t = rho - 2 t beta2^t / (1 - beta2^t), m and v as in <see cref="Adam"/>. While rho_t is at most 5,
/// w -= rate m / (1 - beta1^t). Then w -= rate r m / (1 - beta1^t) sqrt(1 - beta2^t) / (sqrt(v) + epsilon) with
/// r^2 = (rho_t - 4)(rho_t - 2) rho / ((rho - 4)(rho - 2) rho_t). As PyTorch.
/// </remarks>
[Optimizer(
    "radam",
    LearningRate = 0.001,
    Aliases = ["rectified_adam"],
    Summary = "Adam that rectifies the variance of its first steps (Liu et al. 2020).",
    ChineseSummary = "修正起始各步方差的 Adam（Liu 等 2020）。",
    Formula = "w -= rate m / (1 - beta1^t) while rho_t is at most 5; then the step of adam times r_t",
    Source = "Liu et al. 2020, On the variance of the adaptive learning rate and beyond, ICLR, arXiv:1908.03265",
    Elsewhere = ["torch.optim.RAdam", "optax.radam"])]
internal readonly partial record struct RAdamRule(
    [Option(OptionKind.Fraction, "how much of the mean gradient is kept", "平均梯度保留多少")] double Beta1 = 0.9,
    [Option(OptionKind.Fraction, "how much of the mean square is kept", "均方保留多少")] double Beta2 = 0.999,
    [Option(OptionKind.NonNegative, "what is added to the root", "加到根号上的数")] double Epsilon = 1e-8) : IUpdateRule<RAdamRule>
{
    public ParameterUpdate CreateUpdate() => new ParameterUpdate<RAdamRule, RAdamFormula>();
}

/// <summary>m, v as Adam; w -= step m, or step m / (sqrt(v) + epsilon) once the mean square is known.</summary>
internal readonly struct RAdamFormula : IUpdateFormula<RAdamRule, RAdamFormula>
{
    private readonly double _beta1;
    private readonly double _beta2;
    private readonly double _epsilon;
    private readonly double _step;
    private readonly double _isRectified;

    private RAdamFormula(RAdamRule rule, double learningRate, long step)
    {
        (_beta1, _beta2, _epsilon) = (rule.Beta1, rule.Beta2, rule.Epsilon);
        _step = -learningRate / (1 - Math.Pow(_beta1, step));
        var power = Math.Pow(_beta2, step);
        var longest = (2 / (1 - _beta2)) - 1;
        var length = longest - (2 * step * power / (1 - power));
        if (!(length > 5)) return;
        _isRectified = 1;
        _step *= Math.Sqrt((1 - power) * (length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length));
    }

    public static IReadOnlyList<string> StateNames { get; } = ["first_moment", "second_moment"];

    public static int States => 2;

    public static RAdamFormula At(RAdamRule rule, double learningRate, ref UpdateClock clock) => new(rule, learningRate, clock.Step);

    [MethodImpl(AggressiveInlining)]
    public void Apply<L>(ref L parameter, L gradient, ref L first, ref L second, ref L third)
        where L : struct, ILanes<L>
    {
        first = L.FusedMultiplyAdd(first, L.Of(_beta1), (1 - _beta1) * gradient);
        second = L.FusedMultiplyAdd(second, L.Of(_beta2), (1 - _beta2) * gradient * gradient);
        var denominator = L.IfLess(L.Of(0), L.Of(_isRectified), L.SquareRoot(second) + _epsilon, L.Of(1));
        parameter = L.FusedMultiplyAdd(first / denominator, L.Of(_step), parameter);
    }
}
