using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Training;

/// <summary>Divides each gradient by the root of its mean square (Tieleman, Hinton 2012), centered (Graves 2013) and with momentum on request.</summary>
/// <remarks>
/// v = alpha v + (1 - alpha) g^2; centered: a = alpha a + (1 - alpha) g, and the root is of v - a^2, at least 0.
/// w -= rate g / (sqrt(v) + epsilon), or with momentum b = momentum b + g / (sqrt(v) + epsilon), w -= rate b. As PyTorch, where
/// v - a^2 below 0 by rounding gives NaN.
/// </remarks>
[Optimizer(
    "rmsprop",
    LearningRate = 0.01,
    Summary = "Gradient over its root mean square (Tieleman, Hinton 2012).",
    ChineseSummary = "梯度除以其均方根（Tieleman、Hinton 2012）。",
    Formula = "v = alpha v + (1 - alpha) g^2; w -= rate g / (sqrt(v) + epsilon)",
    Source = "Tieleman and Hinton 2012, Lecture 6.5, Coursera: Neural networks for machine learning; centered: Graves 2013, arXiv:1308.0850",
    Elsewhere = ["torch.optim.RMSprop", "keras.optimizers.RMSprop", "optax.rmsprop"])]
internal readonly partial record struct RmsPropRule(
    [Option(OptionKind.Fraction, "how much of the mean square is kept", "均方保留多少")] double Alpha = 0.99,
    [Option(OptionKind.NonNegative, "what is added to the root", "加到根号上的数")] double Epsilon = 1e-8,
    [Option(OptionKind.Fraction, "how much of the last direction is kept", "上一方向保留多少")] double Momentum = 0,
    [Option(OptionKind.Switch, "whether the root takes the variance instead of the mean square", "根号内是否为方差而非均方")] bool Centered = false) : IUpdateRule<RmsPropRule>
{
    public ParameterUpdate CreateUpdate() => (Momentum != 0, Centered) switch
    {
        (false, false) => new ParameterUpdate<RmsPropRule, RmsPropFormula<Off, Off>>(),
        (true, false) => new ParameterUpdate<RmsPropRule, RmsPropFormula<On, Off>>(),
        (false, true) => new ParameterUpdate<RmsPropRule, RmsPropFormula<Off, On>>(),
        _ => new ParameterUpdate<RmsPropRule, RmsPropFormula<On, On>>(),
    };
}

/// <summary>v = alpha v + (1 - alpha) g^2; w -= rate g / (sqrt(v) + epsilon).</summary>
/// <typeparam name="TMomentum">On if the quotients are averaged into a direction.</typeparam>
/// <typeparam name="TCentered">On if the square of the mean gradient is subtracted.</typeparam>
internal readonly struct RmsPropFormula<TMomentum, TCentered>(RmsPropRule rule, double learningRate) : IUpdateFormula<RmsPropRule, RmsPropFormula<TMomentum, TCentered>>
    where TMomentum : struct, IChoice
    where TCentered : struct, IChoice
{
    private readonly double _alpha = rule.Alpha;
    private readonly double _epsilon = rule.Epsilon;
    private readonly double _momentum = rule.Momentum;
    private readonly double _step = -learningRate;

    public static IReadOnlyList<string> StateNames { get; } = (TMomentum.IsOn, TCentered.IsOn) switch
    {
        (false, false) => ["second_moment"],
        (true, false) => ["second_moment", "momentum"],
        (false, true) => ["second_moment", "first_moment"],
        _ => ["second_moment", "first_moment", "momentum"],
    };

    public static int States => 1 + (TMomentum.IsOn ? 1 : 0) + (TCentered.IsOn ? 1 : 0);

    public static RmsPropFormula<TMomentum, TCentered> At(RmsPropRule rule, double learningRate, ref UpdateClock clock) => new(rule, learningRate);

    [MethodImpl(AggressiveInlining)]
    public void Apply<L>(ref L parameter, L gradient, ref L first, ref L second, ref L third)
        where L : struct, ILanes<L>
    {
        first = L.FusedMultiplyAdd(first, L.Of(_alpha), (1 - _alpha) * gradient * gradient);
        var square = first;
        if (TCentered.IsOn)
        {
            second = L.FusedMultiplyAdd(second, L.Of(_alpha), (1 - _alpha) * gradient);
            square = L.AtLeast(first - (second * second), 0.0);
        }

        var quotient = gradient / (L.SquareRoot(square) + _epsilon);
        if (!TMomentum.IsOn)
        {
            parameter = L.FusedMultiplyAdd(quotient, L.Of(_step), parameter);
        }
        else if (TCentered.IsOn)
        {
            third = L.FusedMultiplyAdd(third, L.Of(_momentum), quotient);
            parameter = L.FusedMultiplyAdd(third, L.Of(_step), parameter);
        }
        else
        {
            second = L.FusedMultiplyAdd(second, L.Of(_momentum), quotient);
            parameter = L.FusedMultiplyAdd(second, L.Of(_step), parameter);
        }
    }
}
