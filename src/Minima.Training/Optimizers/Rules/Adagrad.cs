using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Training;

/// <summary>Each gradient over the root of the sum of all its squares so far (Duchi et al. 2011).</summary>
/// <remarks>
/// s = s + g^2, from initial_sum; w -= rate / (1 + (t - 1) rate_decay) g / (sqrt(s) + epsilon). As PyTorch (its lr_decay, initial_accumulator_value).
/// </remarks>
public sealed class Adagrad : ElementwiseOptimizer
{
    internal const int RateDecay = OptimizerEntry.OwnOptions;
    internal const int InitialSum = RateDecay + 1;
    internal const int Epsilon = RateDecay + 2;

    /// <summary>Name and options.</summary>
    public static OptimizerEntry Entry { get; } = new(
        "adagrad",
        [],
        "Gradient over the root of the sum of all its squares (Duchi et al. 2011).",
        0.01,
        [
            new("rate_decay", 0, OptionKind.NonNegative, "how fast the learning rate falls"),
            new("initial_sum", 0, OptionKind.NonNegative, "what the sum of squares starts from"),
            new("epsilon", 1e-10, OptionKind.NonNegative, "what is added to the root"),
        ],
        static (entry, groups, rate, options) => new Adagrad(entry, groups, rate, options));

    /// <summary>Trains parameters.</summary>
    /// <exception cref="TrainingException">A value that is refused.</exception>
    public Adagrad(IReadOnlyList<Parameter> parameters, double learningRate = 0.01, double rateDecay = 0, double initialSum = 0, double epsilon = 1e-10, double weightDecay = 0, bool decoupled = false)
        : this(ParameterGroup.One(parameters), learningRate, rateDecay, initialSum, epsilon, weightDecay, decoupled)
    {
    }

    /// <summary>Trains groups that differ in learning rate or options.</summary>
    /// <inheritdoc cref="Adagrad(IReadOnlyList{Parameter}, double, double, double, double, double, bool)"/>
    public Adagrad(IReadOnlyList<ParameterGroup> groups, double learningRate = 0.01, double rateDecay = 0, double initialSum = 0, double epsilon = 1e-10, double weightDecay = 0, bool decoupled = false)
        : this(Entry, groups, learningRate, [weightDecay, decoupled ? 1 : 0, rateDecay, initialSum, epsilon])
    {
    }

    private Adagrad(OptimizerEntry entry, IReadOnlyList<ParameterGroup> groups, double learningRate, double[] options)
        : base(entry, groups, learningRate, options, CreateUpdate)
    {
    }

    private static ParameterUpdate CreateUpdate(double[] options) => new ParameterUpdate<AdagradFormula>();
}

/// <summary>s = s + g^2; w -= step g / (sqrt(s) + epsilon).</summary>
internal readonly struct AdagradFormula : IUpdateFormula<AdagradFormula>
{
    private readonly double _epsilon;
    private readonly double _step;

    private AdagradFormula(ReadOnlySpan<double> options, double learningRate, long step)
    {
        _epsilon = options[Adagrad.Epsilon];
        _step = -learningRate / (1 + ((step - 1) * options[Adagrad.RateDecay]));
    }

    public static IReadOnlyList<string> StateNames { get; } = ["sum_of_squares"];

    public static int States => 1;

    public static AdagradFormula At(ReadOnlySpan<double> options, double learningRate, ref UpdateClock clock) => new(options, learningRate, clock.Step);

    public static double Initial(ReadOnlySpan<double> options) => options[Adagrad.InitialSum];

    [MethodImpl(AggressiveInlining)]
    public void Apply<L>(ref L parameter, L gradient, ref L first, ref L second, ref L third)
        where L : struct, ILanes<L>
    {
        first = L.FusedMultiplyAdd(gradient, gradient, first);
        parameter = L.FusedMultiplyAdd(gradient / (L.SquareRoot(first) + _epsilon), L.Of(_step), parameter);
    }
}
