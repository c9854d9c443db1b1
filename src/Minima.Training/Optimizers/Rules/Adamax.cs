using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Training;

/// <summary>Adam with a decaying largest gradient in place of the root of the mean square (Kingma, Ba 2015, section 7.1).</summary>
/// <remarks>
/// m = beta1 m + (1 - beta1) g; u = max(beta2 u, |g| + epsilon); w -= rate / (1 - beta1^t) m / u. As PyTorch.
/// </remarks>
public sealed class Adamax : ElementwiseOptimizer
{
    internal const int Beta1 = OptimizerEntry.OwnOptions;
    internal const int Beta2 = Beta1 + 1;
    internal const int Epsilon = Beta1 + 2;

    /// <summary>Name and options.</summary>
    public static OptimizerEntry Entry { get; } = new(
        "adamax",
        [],
        "Adam with the largest gradient in place of the root mean square (Kingma, Ba 2015, section 7.1).",
        0.002,
        [
            new("beta1", 0.9, OptionKind.Fraction, "how much of the mean gradient is kept"),
            new("beta2", 0.999, OptionKind.Fraction, "how much of the largest gradient is kept"),
            new("epsilon", 1e-8, OptionKind.Positive, "what is added to the size of the gradient; without it a zero gradient at the start would give NaN"),
        ],
        static (entry, groups, rate, options) => new Adamax(entry, groups, rate, options));

    /// <summary>Trains parameters.</summary>
    /// <exception cref="TrainingException">A value that is refused.</exception>
    public Adamax(IReadOnlyList<Parameter> parameters, double learningRate = 0.002, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0, bool decoupled = false)
        : this(ParameterGroup.One(parameters), learningRate, beta1, beta2, epsilon, weightDecay, decoupled)
    {
    }

    /// <summary>Trains groups that differ in learning rate or options.</summary>
    /// <inheritdoc cref="Adamax(IReadOnlyList{Parameter}, double, double, double, double, double, bool)"/>
    public Adamax(IReadOnlyList<ParameterGroup> groups, double learningRate = 0.002, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0, bool decoupled = false)
        : this(Entry, groups, learningRate, [weightDecay, decoupled ? 1 : 0, beta1, beta2, epsilon])
    {
    }

    private Adamax(OptimizerEntry entry, IReadOnlyList<ParameterGroup> groups, double learningRate, double[] options)
        : base(entry, groups, learningRate, options, CreateUpdate)
    {
    }

    private static ParameterUpdate CreateUpdate(double[] options) => new ParameterUpdate<AdamaxFormula>();
}

/// <summary>m = b1 m + (1 - b1) g; u = max(b2 u, |g| + epsilon); w -= step m / u.</summary>
internal readonly struct AdamaxFormula : IUpdateFormula<AdamaxFormula>
{
    private readonly double _beta1;
    private readonly double _beta2;
    private readonly double _epsilon;
    private readonly double _step;

    private AdamaxFormula(ReadOnlySpan<double> options, double learningRate, long step)
    {
        _beta1 = options[Adamax.Beta1];
        _beta2 = options[Adamax.Beta2];
        _epsilon = options[Adamax.Epsilon];
        _step = -learningRate / (1 - Math.Pow(_beta1, step));
    }

    public static IReadOnlyList<string> StateNames { get; } = ["first_moment", "largest_gradient"];

    public static int States => 2;

    public static AdamaxFormula At(ReadOnlySpan<double> options, double learningRate, ref UpdateClock clock) => new(options, learningRate, clock.Step);

    [MethodImpl(AggressiveInlining)]
    public void Apply<L>(ref L parameter, L gradient, ref L first, ref L second, ref L third)
        where L : struct, ILanes<L>
    {
        first = L.FusedMultiplyAdd(first, L.Of(_beta1), (1 - _beta1) * gradient);
        second = L.Maximum(_beta2 * second, L.Absolute(gradient) + _epsilon);
        parameter = L.FusedMultiplyAdd(first / second, L.Of(_step), parameter);
    }
}
