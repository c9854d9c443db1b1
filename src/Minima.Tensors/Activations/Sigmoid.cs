using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Tensors;

/// <summary>The logistic function 1 / (1 + e^-x), from 0 to 1; full relative accuracy in the tail.</summary>
/// <remarks>Smooth. Float within 2.8 ulp.</remarks>
[Activation(
    "sigmoid",
    Summary = "The logistic function, from 0 to 1.",
    ChineseSummary = "逻辑函数，从 0 到 1。",
    Formula = "1 / (1 + e^-x)",
    Elsewhere = ["torch.nn.Sigmoid", "keras.activations.sigmoid", "jax.nn.sigmoid"],
    Initializer = "glorot_uniform")]
public readonly partial record struct Sigmoid : IActivation
{
    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T x)
        where T : IReal<T> => T.Sigmoid(x);
}
