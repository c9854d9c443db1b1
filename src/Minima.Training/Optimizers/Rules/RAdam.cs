using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Training;

/// <summary>Adam that waits with its root until the mean square is known well enough (Liu et al. 2020).</summary>
/// <remarks>
/// With rho = 2 / (1 - beta2) - 1 and rho_t = rho - 2 t beta2^t / (1 - beta2^t), m and v as in <see cref="Adam"/>: while rho_t is at most 5,
/// w -= rate m / (1 - beta1^t); then w -= rate r m / (1 - beta1^t) sqrt(1 - beta2^t) / (sqrt(v) + epsilon) with
/// r^2 = (rho_t - 4)(rho_t - 2) rho / ((rho - 4)(rho - 2) rho_t). As PyTorch.
/// </remarks>
public sealed class RAdam : ElementwiseOptimizer
{
    internal const int Beta1 = OptimizerEntry.OwnOptions;
    internal const int Beta2 = Beta1 + 1;
    internal const int Epsilon = Beta1 + 2;

    /// <summary>Name and options.</summary>
    public static OptimizerEntry Entry { get; } = new(
        "radam",
        ["rectified_adam"],
        "Adam that rectifies the variance of its first steps (Liu et al. 2020).",
        0.001,
        [
            new("beta1", 0.9, OptionKind.Fraction, "how much of the mean gradient is kept"),
            new("beta2", 0.999, OptionKind.Fraction, "how much of the mean square is kept"),
            new("epsilon", 1e-8, OptionKind.NonNegative, "what is added to the root"),
        ],
        static (entry, groups, rate, options) => new RAdam(entry, groups, rate, options));

    /// <summary>Trains parameters.</summary>
    /// <exception cref="TrainingException">A value that is refused.</exception>
    public RAdam(IReadOnlyList<Parameter> parameters, double learningRate = 0.001, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0, bool decoupled = false)
        : this(ParameterGroup.One(parameters), learningRate, beta1, beta2, epsilon, weightDecay, decoupled)
    {
    }

    /// <summary>Trains groups that differ in learning rate or options.</summary>
    /// <inheritdoc cref="RAdam(IReadOnlyList{Parameter}, double, double, double, double, double, bool)"/>
    public RAdam(IReadOnlyList<ParameterGroup> groups, double learningRate = 0.001, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0, bool decoupled = false)
        : this(Entry, groups, learningRate, [weightDecay, decoupled ? 1 : 0, beta1, beta2, epsilon])
    {
    }

    private RAdam(OptimizerEntry entry, IReadOnlyList<ParameterGroup> groups, double learningRate, double[] options)
        : base(entry, groups, learningRate, options, CreateUpdate)
    {
    }

    private static ParameterUpdate CreateUpdate(double[] options) => new ParameterUpdate<RAdamFormula>();
}

/// <summary>m, v as Adam; w -= step m, or step m / (sqrt(v) + epsilon) once the mean square is known.</summary>
internal readonly struct RAdamFormula : IUpdateFormula<RAdamFormula>
{
    private readonly double _beta1;
    private readonly double _beta2;
    private readonly double _epsilon;
    private readonly double _step;
    private readonly double _isRectified;

    private RAdamFormula(ReadOnlySpan<double> options, double learningRate, long step)
    {
        _beta1 = options[RAdam.Beta1];
        _beta2 = options[RAdam.Beta2];
        _epsilon = options[RAdam.Epsilon];
        _step = -learningRate / (1 - Math.Pow(_beta1, step));
        var power = Math.Pow(_beta2, step);
        var longest = (2 / (1 - _beta2)) - 1;
        var length = longest - (2 * step * power / (1 - power));
        if (!(length > 5)) return;
        _isRectified = 1;
        _step *= Math.Sqrt((1 - power) * (length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length));
    }

    public static IReadOnlyList<string> StateNames { get; } = ["first_moment", "second_moment"];

    public static int States => 2;

    public static RAdamFormula At(ReadOnlySpan<double> options, double learningRate, ref UpdateClock clock) => new(options, learningRate, clock.Step);

    [MethodImpl(AggressiveInlining)]
    public void Apply<L>(ref L parameter, L gradient, ref L first, ref L second, ref L third)
        where L : struct, ILanes<L>
    {
        first = L.FusedMultiplyAdd(first, L.Of(_beta1), (1 - _beta1) * gradient);
        second = L.FusedMultiplyAdd(second, L.Of(_beta2), (1 - _beta2) * gradient * gradient);
        var denominator = L.IfLess(L.Of(0), L.Of(_isRectified), L.SquareRoot(second) + _epsilon, L.Of(1));
        parameter = L.FusedMultiplyAdd(first / denominator, L.Of(_step), parameter);
    }
}
