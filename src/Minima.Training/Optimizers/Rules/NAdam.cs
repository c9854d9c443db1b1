using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Training;

/// <summary>Adam with Nesterov's momentum (Dozat 2016).</summary>
/// <remarks>
/// With mu_t = beta1 (1 - 0.96^(t momentum_decay) / 2), P_t their product up to t, m and v as in <see cref="Adam"/>:
/// w -= rate ((1 - mu_t) g / (1 - P_t) + mu_{t+1} m / (1 - P_{t+1})) / (sqrt(v / (1 - beta2^t)) + epsilon).
/// As PyTorch since 2.0; 1.13 counts mu_t twice in P_{t+1}.
/// </remarks>
public sealed class NAdam : ElementwiseOptimizer
{
    internal const int Beta1 = OptimizerEntry.OwnOptions;
    internal const int Beta2 = Beta1 + 1;
    internal const int Epsilon = Beta1 + 2;
    internal const int MomentumDecay = Beta1 + 3;

    /// <summary>Name and options.</summary>
    public static OptimizerEntry Entry { get; } = new(
        "nadam",
        ["nesterov_adam"],
        "Adam with Nesterov's momentum (Dozat 2016).",
        0.002,
        [
            new("beta1", 0.9, OptionKind.Fraction, "how much of the mean gradient is kept"),
            new("beta2", 0.999, OptionKind.Fraction, "how much of the mean square is kept"),
            new("epsilon", 1e-8, OptionKind.NonNegative, "what is added to the root"),
            new("momentum_decay", 0.004, OptionKind.NonNegative, "how fast the momentum grows to beta1"),
        ],
        static (entry, groups, rate, options) => new NAdam(entry, groups, rate, options));

    /// <summary>Trains parameters.</summary>
    /// <exception cref="TrainingException">A value that is refused.</exception>
    public NAdam(IReadOnlyList<Parameter> parameters, double learningRate = 0.002, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double momentumDecay = 0.004, double weightDecay = 0, bool decoupled = false)
        : this(ParameterGroup.One(parameters), learningRate, beta1, beta2, epsilon, momentumDecay, weightDecay, decoupled)
    {
    }

    /// <summary>Trains groups that differ in learning rate or options.</summary>
    /// <inheritdoc cref="NAdam(IReadOnlyList{Parameter}, double, double, double, double, double, double, bool)"/>
    public NAdam(IReadOnlyList<ParameterGroup> groups, double learningRate = 0.002, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double momentumDecay = 0.004, double weightDecay = 0, bool decoupled = false)
        : this(Entry, groups, learningRate, [weightDecay, decoupled ? 1 : 0, beta1, beta2, epsilon, momentumDecay])
    {
    }

    private NAdam(OptimizerEntry entry, IReadOnlyList<ParameterGroup> groups, double learningRate, double[] options)
        : base(entry, groups, learningRate, options, CreateUpdate)
    {
    }

    private static ParameterUpdate CreateUpdate(double[] options) => new ParameterUpdate<NAdamFormula>();
}

/// <summary>m, v as Adam; w -= (now g + next m) / (sqrt(v / c2) + epsilon).</summary>
internal readonly struct NAdamFormula : IUpdateFormula<NAdamFormula>
{
    private readonly double _beta1;
    private readonly double _beta2;
    private readonly double _epsilon;
    private readonly double _overRoot;
    private readonly double _now;
    private readonly double _next;

    private NAdamFormula(ReadOnlySpan<double> options, double learningRate, ref UpdateClock clock)
    {
        _beta1 = options[NAdam.Beta1];
        _beta2 = options[NAdam.Beta2];
        _epsilon = options[NAdam.Epsilon];
        _overRoot = 1 / Math.Sqrt(1 - Math.Pow(_beta2, clock.Step));
        var momentum = Momentum(options, clock.Step);
        var nextMomentum = Momentum(options, clock.Step + 1);
        clock.Product *= momentum;
        _now = -learningRate * (1 - momentum) / (1 - clock.Product);
        _next = -learningRate * nextMomentum / (1 - (clock.Product * nextMomentum));
    }

    public static IReadOnlyList<string> StateNames { get; } = ["first_moment", "second_moment"];

    public static int States => 2;

    public static NAdamFormula At(ReadOnlySpan<double> options, double learningRate, ref UpdateClock clock) => new(options, learningRate, ref clock);

    [MethodImpl(AggressiveInlining)]
    public void Apply<L>(ref L parameter, L gradient, ref L first, ref L second, ref L third)
        where L : struct, ILanes<L>
    {
        first = L.FusedMultiplyAdd(first, L.Of(_beta1), (1 - _beta1) * gradient);
        second = L.FusedMultiplyAdd(second, L.Of(_beta2), (1 - _beta2) * gradient * gradient);
        var denominator = L.FusedMultiplyAdd(L.SquareRoot(second), L.Of(_overRoot), L.Of(_epsilon));
        parameter += L.FusedMultiplyAdd(gradient, L.Of(_now), _next * first) / denominator;
    }

    private static double Momentum(ReadOnlySpan<double> options, long step) => options[NAdam.Beta1] * (1 - (0.5 * Math.Pow(0.96, step * options[NAdam.MomentumDecay])));
}
