using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Training;

/// <summary>Each gradient times the root mean square of past steps over that of past gradients (Zeiler 2012): a learning rate of 1 fits any scale.</summary>
/// <remarks>
/// v = rho v + (1 - rho) g^2; d = sqrt(u + epsilon) / sqrt(v + epsilon) g; u = rho u + (1 - rho) d^2; w -= rate d. As PyTorch.
/// </remarks>
public sealed class Adadelta : ElementwiseOptimizer
{
    internal const int Rho = OptimizerEntry.OwnOptions;
    internal const int Epsilon = Rho + 1;

    /// <summary>Name and options.</summary>
    public static OptimizerEntry Entry { get; } = new(
        "adadelta",
        [],
        "Gradient times the root mean square of past steps over that of past gradients (Zeiler 2012).",
        1.0,
        [
            new("rho", 0.9, OptionKind.Fraction, "how much of the mean squares is kept"),
            new("epsilon", 1e-6, OptionKind.Positive, "what is added under the roots; without it no step would ever be taken"),
        ],
        static (entry, groups, rate, options) => new Adadelta(entry, groups, rate, options));

    /// <summary>Trains parameters.</summary>
    /// <exception cref="TrainingException">A value that is refused.</exception>
    public Adadelta(IReadOnlyList<Parameter> parameters, double learningRate = 1.0, double rho = 0.9, double epsilon = 1e-6, double weightDecay = 0, bool decoupled = false)
        : this(ParameterGroup.One(parameters), learningRate, rho, epsilon, weightDecay, decoupled)
    {
    }

    /// <summary>Trains groups that differ in learning rate or options.</summary>
    /// <inheritdoc cref="Adadelta(IReadOnlyList{Parameter}, double, double, double, double, bool)"/>
    public Adadelta(IReadOnlyList<ParameterGroup> groups, double learningRate = 1.0, double rho = 0.9, double epsilon = 1e-6, double weightDecay = 0, bool decoupled = false)
        : this(Entry, groups, learningRate, [weightDecay, decoupled ? 1 : 0, rho, epsilon])
    {
    }

    private Adadelta(OptimizerEntry entry, IReadOnlyList<ParameterGroup> groups, double learningRate, double[] options)
        : base(entry, groups, learningRate, options, CreateUpdate)
    {
    }

    private static ParameterUpdate CreateUpdate(double[] options) => new ParameterUpdate<AdadeltaFormula>();
}

/// <summary>v, u: mean squares of gradients and steps; w -= rate sqrt((u + epsilon) / (v + epsilon)) g.</summary>
internal readonly struct AdadeltaFormula : IUpdateFormula<AdadeltaFormula>
{
    private readonly double _rho;
    private readonly double _epsilon;
    private readonly double _step;

    private AdadeltaFormula(ReadOnlySpan<double> options, double learningRate)
    {
        _rho = options[Adadelta.Rho];
        _epsilon = options[Adadelta.Epsilon];
        _step = -learningRate;
    }

    public static IReadOnlyList<string> StateNames { get; } = ["second_moment", "mean_square_step"];

    public static int States => 2;

    public static AdadeltaFormula At(ReadOnlySpan<double> options, double learningRate, ref UpdateClock clock) => new(options, learningRate);

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
