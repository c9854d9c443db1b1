using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Training;

/// <summary>Each gradient over the root of its mean square (Tieleman, Hinton 2012), centered (Graves 2013) and with momentum on request.</summary>
/// <remarks>
/// v = alpha v + (1 - alpha) g^2; centered: a = alpha a + (1 - alpha) g, and v - a^2 stands in the root, at least 0.
/// w -= rate g / (sqrt(v) + epsilon), or with momentum b = momentum b + g / (sqrt(v) + epsilon), w -= rate b. As PyTorch, where
/// v - a^2 below 0 by rounding gives NaN.
/// </remarks>
public sealed class RmsProp : ElementwiseOptimizer
{
    internal const int Alpha = OptimizerEntry.OwnOptions;
    internal const int Epsilon = Alpha + 1;
    internal const int Momentum = Alpha + 2;
    internal const int Centered = Alpha + 3;

    /// <summary>Name and options.</summary>
    public static OptimizerEntry Entry { get; } = new(
        "rmsprop",
        [],
        "Gradient over its root mean square (Tieleman, Hinton 2012).",
        0.01,
        [
            new("alpha", 0.99, OptionKind.Fraction, "how much of the mean square is kept"),
            new("epsilon", 1e-8, OptionKind.NonNegative, "what is added to the root"),
            new("momentum", 0, OptionKind.Fraction, "how much of the last direction is kept"),
            new("centered", 0, OptionKind.Switch, "whether the variance stands in the root, not the mean square"),
        ],
        static (entry, groups, rate, options) => new RmsProp(entry, groups, rate, options));

    /// <summary>Trains parameters.</summary>
    /// <exception cref="TrainingException">A value that is refused.</exception>
    public RmsProp(IReadOnlyList<Parameter> parameters, double learningRate = 0.01, double alpha = 0.99, double epsilon = 1e-8, double momentum = 0, bool centered = false, double weightDecay = 0, bool decoupled = false)
        : this(ParameterGroup.One(parameters), learningRate, alpha, epsilon, momentum, centered, weightDecay, decoupled)
    {
    }

    /// <summary>Trains groups that differ in learning rate or options.</summary>
    /// <inheritdoc cref="RmsProp(IReadOnlyList{Parameter}, double, double, double, double, bool, double, bool)"/>
    public RmsProp(IReadOnlyList<ParameterGroup> groups, double learningRate = 0.01, double alpha = 0.99, double epsilon = 1e-8, double momentum = 0, bool centered = false, double weightDecay = 0, bool decoupled = false)
        : this(Entry, groups, learningRate, [weightDecay, decoupled ? 1 : 0, alpha, epsilon, momentum, centered ? 1 : 0])
    {
    }

    private RmsProp(OptimizerEntry entry, IReadOnlyList<ParameterGroup> groups, double learningRate, double[] options)
        : base(entry, groups, learningRate, options, CreateUpdate)
    {
    }

    private static ParameterUpdate CreateUpdate(double[] options) => (options[Momentum] != 0, options[Centered] != 0) switch
    {
        (false, false) => new ParameterUpdate<RmsPropFormula<Off, Off>>(),
        (true, false) => new ParameterUpdate<RmsPropFormula<On, Off>>(),
        (false, true) => new ParameterUpdate<RmsPropFormula<Off, On>>(),
        _ => new ParameterUpdate<RmsPropFormula<On, On>>(),
    };
}

/// <summary>v = alpha v + (1 - alpha) g^2; w -= rate g / (sqrt(v) + epsilon).</summary>
/// <typeparam name="TMomentum">Whether the quotients are averaged into a direction.</typeparam>
/// <typeparam name="TCentered">Whether the square of the mean gradient is taken off.</typeparam>
internal readonly struct RmsPropFormula<TMomentum, TCentered> : IUpdateFormula<RmsPropFormula<TMomentum, TCentered>>
    where TMomentum : struct, IChoice
    where TCentered : struct, IChoice
{
    private readonly double _alpha;
    private readonly double _epsilon;
    private readonly double _momentum;
    private readonly double _step;

    private RmsPropFormula(ReadOnlySpan<double> options, double learningRate)
    {
        _alpha = options[RmsProp.Alpha];
        _epsilon = options[RmsProp.Epsilon];
        _momentum = options[RmsProp.Momentum];
        _step = -learningRate;
    }

    public static IReadOnlyList<string> StateNames { get; } = (TMomentum.IsOn, TCentered.IsOn) switch
    {
        (false, false) => ["second_moment"],
        (true, false) => ["second_moment", "momentum"],
        (false, true) => ["second_moment", "first_moment"],
        _ => ["second_moment", "first_moment", "momentum"],
    };

    public static int States => 1 + (TMomentum.IsOn ? 1 : 0) + (TCentered.IsOn ? 1 : 0);

    public static RmsPropFormula<TMomentum, TCentered> At(ReadOnlySpan<double> options, double learningRate, ref UpdateClock clock) => new(options, learningRate);

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
