using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Tensors;

/// <summary>x tanh(log(1 + e^x)). 0 at -infinity.</summary>
/// <remarks>Smooth; one exponential. Float within 4 ulp.</remarks>
[Activation(
    "mish",
    Summary = "A smooth rectifier that is slightly negative below 0.",
    ChineseSummary = "0 以下略为负的平滑整流函数。",
    Formula = "x tanh(log(1 + e^x))",
    Source = "Misra 2019, Mish: a self regularized non-monotonic activation function, arXiv:1908.08681",
    Elsewhere = ["torch.nn.Mish", "keras.activations.mish", "jax.nn.mish"])]
public readonly partial record struct Mish : IActivation
{
    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T x)
        where T : IReal<T>
    {
        // tanh(log(1 + u)) = (u^2 + 2u) / (u^2 + 2u + 2) for u = e^x; above 0 both are divided by u^2, so that nothing overflows.
        var zero = T.Of(0);
        var e = T.Exp(T.IfLess(x, zero, x, -x));
        var above = T.IfLess(x, zero, e * (e + 2.0), 1.0 + (2.0 * e));
        var below = above + T.IfLess(x, zero, T.Of(2), 2.0 * (e * e));
        return T.ZeroTimes(above / below, x);
    }
}
