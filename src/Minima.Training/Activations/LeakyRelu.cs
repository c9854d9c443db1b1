using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Training;

/// <summary>x above 0, <see cref="NegativeSlope"/> x elsewhere.</summary>
/// <remarks>Kink at 0, where the slope is that of the left, as in PyTorch. Source: Maas, Hannun and Ng 2013, "Rectifier nonlinearities improve neural network acoustic models", ICML.</remarks>
public readonly record struct LeakyRelu : IActivation, IParameterized
{
    /// <summary>A slope of 0.01.</summary>
    public LeakyRelu()
        : this(0.01)
    {
    }

    /// <param name="negativeSlope">The slope below 0: finite, 0 or more.</param>
    /// <exception cref="TrainingException">A negative number, an infinity or NaN.</exception>
    public LeakyRelu(double negativeSlope) => NegativeSlope = ActivationParameter.Checked(Name, nameof(negativeSlope), negativeSlope);

    /// <inheritdoc/>
    public static string Name => "leaky_relu";

    /// <summary>The slope below 0.</summary>
    public double NegativeSlope { get; }

    /// <inheritdoc/>
    string IParameterized.ParameterName => "negative_slope";

    /// <inheritdoc/>
    double IParameterized.Number => NegativeSlope;

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T x)
        where T : IReal<T> => T.IfLess(T.Of(0), x, x, NegativeSlope * x);
}
