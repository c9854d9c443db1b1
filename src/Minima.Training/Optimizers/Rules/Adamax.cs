using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Training;

/// <summary>Adam with a decaying maximum of the gradient in place of the root of the mean square (Kingma, Ba 2015, section 7.1).</summary>
/// <remarks>
/// m = beta1 m + (1 - beta1) g; u = max(beta2 u, |g| + epsilon); w -= rate / (1 - beta1^t) m / u. As PyTorch.
/// </remarks>
[Optimizer(
    "adamax",
    LearningRate = 0.002,
    Summary = "Adam with the largest gradient in place of the root mean square (Kingma, Ba 2015, section 7.1).",
    ChineseSummary = "以最大梯度代替均方根的 Adam（Kingma、Ba 2015，第 7.1 节）。",
    Formula = "m = beta1 m + (1 - beta1) g; u = max(beta2 u, |g| + epsilon); w -= rate / (1 - beta1^t) m / u",
    Source = "Kingma and Ba 2015, section 7.1, arXiv:1412.6980",
    Elsewhere = ["torch.optim.Adamax", "keras.optimizers.Adamax", "optax.adamax"])]
internal readonly partial record struct AdamaxRule(
    [Option(OptionKind.Fraction, "how much of the mean gradient is kept", "平均梯度保留多少")] double Beta1 = 0.9,
    [Option(OptionKind.Fraction, "how much of the largest gradient is kept", "最大梯度保留多少")] double Beta2 = 0.999,
    [Option(OptionKind.Positive, "what is added to the size of the gradient; without it a zero gradient at the start would give NaN", "加到梯度大小上的数；没有它，起始的零梯度会得到 NaN")] double Epsilon = 1e-8) : IUpdateRule<AdamaxRule>
{
    public ParameterUpdate CreateUpdate() => new ParameterUpdate<AdamaxRule, AdamaxFormula>();
}

/// <summary>m = b1 m + (1 - b1) g; u = max(b2 u, |g| + epsilon); w -= step m / u.</summary>
internal readonly struct AdamaxFormula(AdamaxRule rule, double learningRate, long step) : IUpdateFormula<AdamaxRule, AdamaxFormula>
{
    private readonly double _beta1 = rule.Beta1;
    private readonly double _beta2 = rule.Beta2;
    private readonly double _epsilon = rule.Epsilon;
    private readonly double _step = -learningRate / (1 - Math.Pow(rule.Beta1, step));

    public static IReadOnlyList<string> StateNames { get; } = ["first_moment", "largest_gradient"];

    public static int States => 2;

    public static AdamaxFormula At(AdamaxRule rule, double learningRate, ref UpdateClock clock) => new(rule, learningRate, clock.Step);

    [MethodImpl(AggressiveInlining)]
    public void Apply<L>(ref L parameter, L gradient, ref L first, ref L second, ref L third)
        where L : struct, ILanes<L>
    {
        first = L.FusedMultiplyAdd(first, L.Of(_beta1), (1 - _beta1) * gradient);
        second = L.Maximum(_beta2 * second, L.Absolute(gradient) + _epsilon);
        parameter = L.FusedMultiplyAdd(first / second, L.Of(_step), parameter);
    }
}
