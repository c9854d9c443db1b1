using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Training;

/// <summary>x above 0, <see cref="Alpha"/> (e^x - 1) elsewhere.</summary>
/// <remarks>Smooth for alpha = 1; otherwise a kink at 0, slope alpha there (that from the left, as in PyTorch). Float within 1.6 ulp for alpha = 1. Source: Clevert, Unterthiner and Hochreiter 2016, "Fast and accurate deep network learning by exponential linear units", ICLR, arXiv:1511.07289.</remarks>
public readonly record struct Elu : IActivation, IParameterized
{
    /// <summary>alpha = 1.</summary>
    public Elu()
        : this(1)
    {
    }

    /// <param name="alpha">Minus the limit at -infinity: finite, 0 or more.</param>
    /// <exception cref="TrainingException">A negative number, an infinity or NaN.</exception>
    public Elu(double alpha) => Alpha = ActivationParameter.Checked(Name, nameof(alpha), alpha);

    /// <inheritdoc/>
    public static string Name => "elu";

    /// <summary>Minus the limit at -infinity.</summary>
    public double Alpha { get; }

    /// <inheritdoc/>
    string IParameterized.ParameterName => "alpha";

    /// <inheritdoc/>
    double IParameterized.Number => Alpha;

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T x)
        where T : IReal<T> => T.IfLess(T.Of(0), x, x, T.Of(Alpha) * T.Expm1(x));
}
