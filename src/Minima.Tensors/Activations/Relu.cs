using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Tensors;

/// <summary>The rectifier: max(x, 0). NaN for NaN.</summary>
/// <remarks>Kink at 0, derivative 0 there.</remarks>
[Activation(
    "relu",
    Summary = "The rectifier: 0 below 0.",
    ChineseSummary = "整流函数：0 以下为 0。",
    Formula = "max(x, 0)",
    Source = "Nair and Hinton 2010, Rectified linear units improve restricted Boltzmann machines, ICML",
    Elsewhere = ["torch.nn.ReLU", "keras.activations.relu", "jax.nn.relu"])]
public readonly partial record struct Relu : IActivation
{
    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T x)
        where T : IReal<T> => T.Relu(x);
}
