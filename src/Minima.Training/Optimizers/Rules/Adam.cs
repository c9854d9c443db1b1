using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Training;

/// <summary>Adam: each element's step is its mean gradient over the root of its mean square (Kingma, Ba 2015); AMSGrad on request (Reddi et al. 2018).</summary>
/// <remarks>
/// m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g^2; w -= rate m / (1 - beta1^t) / (sqrt(v / (1 - beta2^t)) + epsilon) at step t.
/// AMSGrad takes the largest v so far in the root, before its correction, as PyTorch does.
/// </remarks>
public sealed class Adam : ElementwiseOptimizer
{
    internal const int Beta1 = OptimizerEntry.OwnOptions;
    internal const int Beta2 = Beta1 + 1;
    internal const int Epsilon = Beta1 + 2;
    internal const int AmsGrad = Beta1 + 3;

    /// <summary>Name and options.</summary>
    public static OptimizerEntry Entry { get; } = new(
        "adam",
        [],
        "Steps of mean gradient over root mean square, element by element (Kingma, Ba 2015).",
        0.001,
        AdamOptions.With(amsgrad: false),
        static (entry, groups, rate, options) => new Adam(entry, groups, rate, options));

    /// <summary>Adam with amsgrad on, by name.</summary>
    public static OptimizerEntry AmsGradEntry { get; } = new(
        "amsgrad",
        ["adam_amsgrad"],
        "Adam whose root takes the largest mean square so far, so that rates never grow (Reddi et al. 2018).",
        0.001,
        AdamOptions.With(amsgrad: true),
        static (entry, groups, rate, options) => new Adam(entry, groups, rate, options));

    /// <summary>Trains parameters.</summary>
    /// <exception cref="TrainingException">A value that is refused.</exception>
    public Adam(IReadOnlyList<Parameter> parameters, double learningRate = 0.001, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0, bool decoupled = false, bool amsgrad = false)
        : this(ParameterGroup.One(parameters), learningRate, beta1, beta2, epsilon, weightDecay, decoupled, amsgrad)
    {
    }

    /// <summary>Trains groups that differ in learning rate or options.</summary>
    /// <inheritdoc cref="Adam(IReadOnlyList{Parameter}, double, double, double, double, double, bool, bool)"/>
    public Adam(IReadOnlyList<ParameterGroup> groups, double learningRate = 0.001, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0, bool decoupled = false, bool amsgrad = false)
        : this(Entry, groups, learningRate, [weightDecay, decoupled ? 1 : 0, beta1, beta2, epsilon, amsgrad ? 1 : 0])
    {
    }

    private Adam(OptimizerEntry entry, IReadOnlyList<ParameterGroup> groups, double learningRate, double[] options)
        : base(entry, groups, learningRate, options, AdamOptions.CreateUpdate)
    {
    }
}

/// <summary>What Adam and AdamW share.</summary>
internal static class AdamOptions
{
    public static IReadOnlyList<NamedOption> With(bool amsgrad) =>
    [
        new("beta1", 0.9, OptionKind.Fraction, "how much of the mean gradient is kept"),
        new("beta2", 0.999, OptionKind.Fraction, "how much of the mean square is kept"),
        new("epsilon", 1e-8, OptionKind.NonNegative, "what is added to the root"),
        new("amsgrad", amsgrad ? 1 : 0, OptionKind.Switch, "whether the root takes the largest mean square so far"),
    ];

    public static ParameterUpdate CreateUpdate(double[] options) =>
        options[Adam.AmsGrad] != 0 ? new ParameterUpdate<AdamFormula<On>>() : new ParameterUpdate<AdamFormula<Off>>();
}

/// <summary>m = b1 m + (1 - b1) g; v = b2 v + (1 - b2) g^2; w -= step m / (sqrt(v) / root + epsilon).</summary>
/// <typeparam name="TAmsGrad">Whether the largest v so far stands in the root.</typeparam>
internal readonly struct AdamFormula<TAmsGrad> : IUpdateFormula<AdamFormula<TAmsGrad>>
    where TAmsGrad : struct, IChoice
{
    private readonly double _beta1;
    private readonly double _beta2;
    private readonly double _epsilon;
    private readonly double _step;
    private readonly double _overRoot;

    private AdamFormula(ReadOnlySpan<double> options, double learningRate, long step)
    {
        _beta1 = options[Adam.Beta1];
        _beta2 = options[Adam.Beta2];
        _epsilon = options[Adam.Epsilon];
        _step = -learningRate / (1 - Math.Pow(_beta1, step));
        _overRoot = 1 / Math.Sqrt(1 - Math.Pow(_beta2, step));
    }

    public static IReadOnlyList<string> StateNames { get; } = TAmsGrad.IsOn ? ["first_moment", "second_moment", "largest_second_moment"] : ["first_moment", "second_moment"];

    public static int States => TAmsGrad.IsOn ? 3 : 2;

    public static AdamFormula<TAmsGrad> At(ReadOnlySpan<double> options, double learningRate, ref UpdateClock clock) => new(options, learningRate, clock.Step);

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
