using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Tensors;

/// <summary>x itself: the activation of a layer without one.</summary>
/// <remarks>Linear.</remarks>
[Activation(
    "identity",
    Aliases = ["none"],
    Summary = "x itself: what a layer without an activation applies.",
    ChineseSummary = "x 本身：没有激活函数的层所用。",
    Formula = "x",
    Elsewhere = ["torch.nn.Identity", "keras.activations.linear", "jax.nn.identity"],
    Initializer = "glorot_uniform")]
public readonly partial record struct Identity : IActivation
{
    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T x)
        where T : IReal<T> => x;
}
