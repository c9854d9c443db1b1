using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Tensors;

/// <summary>x above 0, <see cref="NegativeSlope"/> x elsewhere.</summary>
/// <remarks>Kink at 0, derivative from the left there, as in PyTorch.</remarks>
[Activation(
    "leaky_relu",
    Summary = "A rectifier with a small slope below 0, so that no unit dies.",
    ChineseSummary = "0 以下有小斜率的整流函数，使单元不会失活。",
    Formula = "x above 0, negative_slope x elsewhere",
    Source = "Maas, Hannun and Ng 2013, Rectifier nonlinearities improve neural network acoustic models, ICML",
    Elsewhere = ["torch.nn.LeakyReLU", "keras.activations.leaky_relu", "jax.nn.leaky_relu"])]
public readonly partial record struct LeakyRelu : IActivation
{
    /// <summary>A slope of 0.01.</summary>
    public LeakyRelu()
        : this(0.01)
    {
    }

    /// <param name="negativeSlope">The slope below 0: finite, 0 or more.</param>
    /// <exception cref="TrainingException">A negative number, an infinity or NaN.</exception>
    public LeakyRelu([Option(OptionKind.NonNegative, "the slope below 0", "0 以下的斜率")] double negativeSlope) => NegativeSlope = ActivationParameter.Checked(Name, nameof(negativeSlope), negativeSlope);

    /// <summary>The slope below 0.</summary>
    public double NegativeSlope { get; }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T x)
        where T : IReal<T> => T.IfLess(T.Of(0), x, x, NegativeSlope * x);
}
