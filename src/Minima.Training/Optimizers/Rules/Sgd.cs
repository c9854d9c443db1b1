using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Training;

/// <summary>Stochastic gradient descent, with momentum (Polyak 1964) in Nesterov's form (1983, as Sutskever et al. 2013 write it) on request.</summary>
/// <remarks>
/// Without momentum: w -= rate g. With: b = momentum b + (1 - dampening) g, where b is g itself at the first step; then w -= rate b, or with
/// Nesterov w -= rate (g + momentum b). As PyTorch's SGD.
/// </remarks>
public sealed class Sgd : ElementwiseOptimizer
{
    internal const int Momentum = OptimizerEntry.OwnOptions;
    internal const int Dampening = Momentum + 1;
    internal const int Nesterov = Momentum + 2;

    /// <summary>Name and options.</summary>
    public static OptimizerEntry Entry { get; } = new(
        "sgd",
        ["gradient_descent", "stochastic_gradient_descent"],
        "Gradient descent, with momentum or Nesterov's momentum on request (Polyak 1964, Sutskever et al. 2013).",
        0.01,
        [
            new("momentum", 0, OptionKind.Fraction, "how much of the last direction is kept"),
            new("dampening", 0, OptionKind.Fraction, "how much less of the gradient enters the direction"),
            new("nesterov", 0, OptionKind.Switch, "whether to look ahead along the direction"),
        ],
        static (entry, groups, rate, options) => new Sgd(entry, groups, rate, options));

    /// <summary>Descends along the gradients of parameters.</summary>
    /// <exception cref="TrainingException">A value that is refused; Nesterov without momentum, or with dampening.</exception>
    public Sgd(IReadOnlyList<Parameter> parameters, double learningRate = 0.01, double momentum = 0, double dampening = 0, bool nesterov = false, double weightDecay = 0, bool decoupled = false)
        : this(ParameterGroup.One(parameters), learningRate, momentum, dampening, nesterov, weightDecay, decoupled)
    {
    }

    /// <summary>Descends with groups that differ in learning rate or options.</summary>
    /// <inheritdoc cref="Sgd(IReadOnlyList{Parameter}, double, double, double, bool, double, bool)"/>
    public Sgd(IReadOnlyList<ParameterGroup> groups, double learningRate = 0.01, double momentum = 0, double dampening = 0, bool nesterov = false, double weightDecay = 0, bool decoupled = false)
        : this(Entry, groups, learningRate, [weightDecay, decoupled ? 1 : 0, momentum, dampening, nesterov ? 1 : 0])
    {
    }

    private Sgd(OptimizerEntry entry, IReadOnlyList<ParameterGroup> groups, double learningRate, double[] options)
        : base(entry, groups, learningRate, options, CreateUpdate)
    {
    }

    private static ParameterUpdate CreateUpdate(double[] options)
    {
        if (options[Nesterov] == 0) return options[Momentum] == 0 ? new ParameterUpdate<SgdFormula>() : new ParameterUpdate<MomentumFormula<Off>>();
        if (options[Momentum] == 0) throw new TrainingException("sgd: nesterov looks ahead along the momentum, and momentum is 0. Give a momentum, 0.9 is usual.");
        if (options[Dampening] != 0) throw new TrainingException("sgd: nesterov is defined without dampening. Leave dampening at 0.");
        return new ParameterUpdate<MomentumFormula<On>>();
    }
}

/// <summary>w -= rate g.</summary>
internal readonly struct SgdFormula : IUpdateFormula<SgdFormula>
{
    private readonly double _step;

    private SgdFormula(double learningRate) => _step = -learningRate;

    public static IReadOnlyList<string> StateNames { get; } = [];

    public static int States => 0;

    public static SgdFormula At(ReadOnlySpan<double> options, double learningRate, ref UpdateClock clock) => new(learningRate);

    [MethodImpl(AggressiveInlining)]
    public void Apply<L>(ref L parameter, L gradient, ref L first, ref L second, ref L third)
        where L : struct, ILanes<L> => parameter = L.FusedMultiplyAdd(gradient, L.Of(_step), parameter);
}

/// <summary>b = momentum b + share g; w -= rate b, or rate (g + momentum b).</summary>
/// <typeparam name="TNesterov">Whether the second.</typeparam>
internal readonly struct MomentumFormula<TNesterov> : IUpdateFormula<MomentumFormula<TNesterov>>
    where TNesterov : struct, IChoice
{
    private readonly double _momentum;
    private readonly double _share;
    private readonly double _step;

    private MomentumFormula(ReadOnlySpan<double> options, double learningRate, long step)
    {
        _momentum = options[Sgd.Momentum];
        _share = step == 1 ? 1 : 1 - options[Sgd.Dampening];
        _step = -learningRate;
    }

    public static IReadOnlyList<string> StateNames { get; } = ["momentum"];

    public static int States => 1;

    public static MomentumFormula<TNesterov> At(ReadOnlySpan<double> options, double learningRate, ref UpdateClock clock) => new(options, learningRate, clock.Step);

    [MethodImpl(AggressiveInlining)]
    public void Apply<L>(ref L parameter, L gradient, ref L first, ref L second, ref L third)
        where L : struct, ILanes<L>
    {
        first = L.FusedMultiplyAdd(first, L.Of(_momentum), _share * gradient);
        var direction = TNesterov.IsOn ? L.FusedMultiplyAdd(first, L.Of(_momentum), gradient) : first;
        parameter = L.FusedMultiplyAdd(direction, L.Of(_step), parameter);
    }
}
