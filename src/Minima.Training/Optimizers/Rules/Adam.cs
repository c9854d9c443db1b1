using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Training;

/// <summary>Adam: each element's step is its mean gradient over the root of its mean square (Kingma, Ba 2015); AMSGrad on request (Reddi et al. 2018).</summary>
/// <remarks>
/// m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g^2; w -= rate m / (1 - beta1^t) / (sqrt(v / (1 - beta2^t)) + epsilon) at step t.
/// AMSGrad uses the largest v so far in the root, before its correction, as PyTorch does.
/// </remarks>
[Optimizer(
    "adam",
    LearningRate = 0.001,
    Summary = "Steps of mean gradient over root mean square, element by element (Kingma, Ba 2015).",
    ChineseSummary = "逐元素地以平均梯度除以均方根为步（Kingma、Ba 2015）。",
    Formula = "m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g^2; w -= rate m / (1 - beta1^t) / (sqrt(v / (1 - beta2^t)) + epsilon)",
    Source = "Kingma and Ba 2015, Adam: a method for stochastic optimization, ICLR, arXiv:1412.6980",
    Elsewhere = ["torch.optim.Adam", "keras.optimizers.Adam", "optax.adam"])]
[Optimizer(
    "adamw",
    LearningRate = 0.001, Class = "AdamW", WeightDecay = 0.01, Decoupled = true,
    Aliases = ["adam_with_decoupled_weight_decay"],
    Summary = "Adam with decoupled weight decay (Loshchilov, Hutter 2019).",
    ChineseSummary = "权重衰减与梯度解耦的 Adam（Loshchilov、Hutter 2019）。",
    Formula = "w *= 1 - rate weight_decay; then the step of adam",
    Source = "Loshchilov and Hutter 2019, Decoupled weight decay regularization, ICLR, arXiv:1711.05101",
    Elsewhere = ["torch.optim.AdamW", "keras.optimizers.AdamW", "optax.adamw"])]
[Optimizer(
    "amsgrad",
    LearningRate = 0.001, Class = "AmsGrad", On = nameof(AdamRule.Amsgrad),
    Aliases = ["adam_amsgrad"],
    Summary = "Adam whose root takes the largest mean square so far, so that rates never grow (Reddi et al. 2018).",
    ChineseSummary = "根号取迄今最大均方的 Adam，使步长不再增大（Reddi 等 2018）。",
    Formula = "adam with the largest v so far in place of v",
    Source = "Reddi, Kale and Kumar 2018, On the convergence of Adam and beyond, ICLR, arXiv:1904.09237",
    Elsewhere = ["torch.optim.Adam(amsgrad=True)", "keras.optimizers.Adam(amsgrad=True)", "optax.amsgrad"])]
internal readonly partial record struct AdamRule(
    [Option(OptionKind.Fraction, "how much of the mean gradient is kept", "平均梯度保留多少")] double Beta1 = 0.9,
    [Option(OptionKind.Fraction, "how much of the mean square is kept", "均方保留多少")] double Beta2 = 0.999,
    [Option(OptionKind.NonNegative, "what is added to the root", "加到根号上的数")] double Epsilon = 1e-8,
    [Option(OptionKind.Switch, "whether the root takes the largest mean square so far", "根号是否取迄今最大的均方")] bool Amsgrad = false) : IUpdateRule<AdamRule>
{
    public ParameterUpdate CreateUpdate() => Amsgrad ? new ParameterUpdate<AdamRule, AdamFormula<On>>() : new ParameterUpdate<AdamRule, AdamFormula<Off>>();
}

/// <summary>m = b1 m + (1 - b1) g; v = b2 v + (1 - b2) g^2; w -= step m / (sqrt(v) / root + epsilon).</summary>
/// <typeparam name="TAmsGrad">On if the root uses the largest v so far.</typeparam>
internal readonly struct AdamFormula<TAmsGrad>(AdamRule rule, double learningRate, long step) : IUpdateFormula<AdamRule, AdamFormula<TAmsGrad>>
    where TAmsGrad : struct, IChoice
{
    private readonly double _beta1 = rule.Beta1;
    private readonly double _beta2 = rule.Beta2;
    private readonly double _epsilon = rule.Epsilon;
    private readonly double _step = -learningRate / (1 - Math.Pow(rule.Beta1, step));
    private readonly double _overRoot = 1 / Math.Sqrt(1 - Math.Pow(rule.Beta2, step));

    public static IReadOnlyList<string> StateNames { get; } = TAmsGrad.IsOn ? ["first_moment", "second_moment", "largest_second_moment"] : ["first_moment", "second_moment"];

    public static int States => TAmsGrad.IsOn ? 3 : 2;

    public static AdamFormula<TAmsGrad> At(AdamRule rule, double learningRate, ref UpdateClock clock) => new(rule, learningRate, clock.Step);

    [MethodImpl(AggressiveInlining)]
    public void Apply<L>(ref L parameter, L gradient, ref L first, ref L second, ref L third)
        where L : struct, ILanes<L>
    {
        first = L.FusedMultiplyAdd(first, L.Of(_beta1), (1 - _beta1) * gradient);
        second = L.FusedMultiplyAdd(second, L.Of(_beta2), (1 - _beta2) * gradient * gradient);
        if (TAmsGrad.IsOn) third = L.Maximum(third, second);
        var root = L.SquareRoot(TAmsGrad.IsOn ? third : second);
        parameter = L.FusedMultiplyAdd(first / L.FusedMultiplyAdd(root, L.Of(_overRoot), L.Of(_epsilon)), L.Of(_step), parameter);
    }
}
