using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Training;

/// <summary>Steps of one size, along the sign of a mix of gradient and momentum (Chen et al. 2023, algorithm 2).</summary>
/// <remarks>
/// c = beta1 m + (1 - beta1) g; w -= rate (sign(c) + decay w); m = beta2 m + (1 - beta2) g. sign(0) = 0. Its authors take a rate three to ten times
/// smaller than AdamW's, and a weight decay as many times larger.
/// </remarks>
public sealed class Lion : ElementwiseOptimizer
{
    internal const int Beta1 = OptimizerEntry.OwnOptions;
    internal const int Beta2 = Beta1 + 1;

    /// <summary>Name and options.</summary>
    public static OptimizerEntry Entry { get; } = new(
        "lion",
        ["evolved_sign_momentum"],
        "Steps of one size along the sign of the momentum (Chen et al. 2023).",
        0.0001,
        [
            new("beta1", 0.9, OptionKind.Fraction, "how much momentum stands in the sign"),
            new("beta2", 0.99, OptionKind.Fraction, "how much momentum is kept"),
        ],
        static (entry, groups, rate, options) => new Lion(entry, groups, rate, options),
        decoupled: true);

    /// <summary>Trains parameters.</summary>
    /// <exception cref="TrainingException">A value that is refused.</exception>
    public Lion(IReadOnlyList<Parameter> parameters, double learningRate = 0.0001, double beta1 = 0.9, double beta2 = 0.99, double weightDecay = 0, bool decoupled = true)
        : this(ParameterGroup.One(parameters), learningRate, beta1, beta2, weightDecay, decoupled)
    {
    }

    /// <summary>Trains groups that differ in learning rate or options.</summary>
    /// <inheritdoc cref="Lion(IReadOnlyList{Parameter}, double, double, double, double, bool)"/>
    public Lion(IReadOnlyList<ParameterGroup> groups, double learningRate = 0.0001, double beta1 = 0.9, double beta2 = 0.99, double weightDecay = 0, bool decoupled = true)
        : this(Entry, groups, learningRate, [weightDecay, decoupled ? 1 : 0, beta1, beta2])
    {
    }

    private Lion(OptimizerEntry entry, IReadOnlyList<ParameterGroup> groups, double learningRate, double[] options)
        : base(entry, groups, learningRate, options, CreateUpdate)
    {
    }

    private static ParameterUpdate CreateUpdate(double[] options) => new ParameterUpdate<LionFormula>();
}

/// <summary>w -= rate sign(b1 m + (1 - b1) g); m = b2 m + (1 - b2) g.</summary>
internal readonly struct LionFormula : IUpdateFormula<LionFormula>
{
    private readonly double _beta1;
    private readonly double _beta2;
    private readonly double _step;

    private LionFormula(ReadOnlySpan<double> options, double learningRate)
    {
        _beta1 = options[Lion.Beta1];
        _beta2 = options[Lion.Beta2];
        _step = -learningRate;
    }

    public static IReadOnlyList<string> StateNames { get; } = ["momentum"];

    public static int States => 1;

    public static LionFormula At(ReadOnlySpan<double> options, double learningRate, ref UpdateClock clock) => new(options, learningRate);

    [MethodImpl(AggressiveInlining)]
    public void Apply<L>(ref L parameter, L gradient, ref L first, ref L second, ref L third)
        where L : struct, ILanes<L>
    {
        var direction = L.Sign(L.FusedMultiplyAdd(first, L.Of(_beta1), (1 - _beta1) * gradient));
        first = L.FusedMultiplyAdd(first, L.Of(_beta2), (1 - _beta2) * gradient);
        parameter = L.FusedMultiplyAdd(direction, L.Of(_step), parameter);
    }
}
