using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Tensors;

/// <summary>x above 0, <see cref="Alpha"/> (e^x - 1) elsewhere.</summary>
/// <remarks>Smooth for alpha = 1; otherwise a kink at 0, derivative alpha there (from the left, as in PyTorch). Float within 1.6 ulp for alpha = 1.</remarks>
[Activation(
    "elu",
    Summary = "A rectifier that saturates at -alpha: exponential below 0.",
    ChineseSummary = "在 -alpha 处饱和的整流函数：0 以下为指数。",
    Formula = "x above 0, alpha (e^x - 1) elsewhere",
    Source = "Clevert, Unterthiner and Hochreiter 2016, Fast and accurate deep network learning by exponential linear units, ICLR, arXiv:1511.07289",
    Elsewhere = ["torch.nn.ELU", "keras.activations.elu", "jax.nn.elu"])]
public readonly partial record struct Elu : IActivation
{
    /// <summary>alpha = 1.</summary>
    public Elu()
        : this(1)
    {
    }

    /// <param name="alpha">Minus the limit at -infinity: finite, 0 or more.</param>
    /// <exception cref="TrainingException">A negative number, an infinity or NaN.</exception>
    public Elu([Option(OptionKind.NonNegative, "minus the limit at -infinity", "-∞ 处极限的相反数")] double alpha) => Alpha = ActivationParameter.Checked(Name, nameof(alpha), alpha);

    /// <summary>Minus the limit at -infinity.</summary>
    public double Alpha { get; }

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T x)
        where T : IReal<T> => T.IfLess(T.Of(0), x, x, T.Of(Alpha) * T.Expm1(x));
}
