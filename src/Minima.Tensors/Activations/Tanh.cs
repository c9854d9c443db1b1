using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Tensors;

/// <summary>The hyperbolic tangent, from -1 to 1.</summary>
/// <remarks>Smooth. Float within 2.5 ulp.</remarks>
[Activation(
    "tanh",
    Summary = "The hyperbolic tangent, from -1 to 1.",
    ChineseSummary = "双曲正切，从 -1 到 1。",
    Formula = "(e^x - e^-x) / (e^x + e^-x)",
    Elsewhere = ["torch.nn.Tanh", "keras.activations.tanh", "jax.numpy.tanh"],
    Initializer = "glorot_uniform")]
public readonly partial record struct Tanh : IActivation
{
    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T x)
        where T : IReal<T> => T.Tanh(x);
}
