using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Tensors;

/// <summary>x clamped to [-1, 1].</summary>
/// <remarks>Kinks at -1 and 1, derivative 1 there (from the inside; PyTorch uses 0).</remarks>
[Activation(
    "hard_tanh",
    Summary = "x held in [-1, 1].",
    ChineseSummary = "限制在 [-1, 1] 内的 x。",
    Formula = "min(max(x, -1), 1)",
    Elsewhere = ["torch.nn.Hardtanh", "keras.activations.hard_tanh", "jax.nn.hard_tanh"],
    Initializer = "glorot_uniform")]
public readonly partial record struct HardTanh : IActivation
{
    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T x)
        where T : IReal<T> => T.Clamp(x, -1, 1);
}
