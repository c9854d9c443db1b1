using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Tensors;

/// <summary>log(1 + e^x): a smooth rectifier; full relative accuracy in the tail.</summary>
/// <remarks>Smooth. Float within 1.7 ulp.</remarks>
[Activation(
    "softplus",
    Summary = "A smooth rectifier.",
    ChineseSummary = "平滑的整流函数。",
    Formula = "log(1 + e^x)",
    Source = "Dugas et al. 2000, Incorporating second-order functional knowledge for better option pricing, NIPS",
    Elsewhere = ["torch.nn.Softplus", "keras.activations.softplus", "jax.nn.softplus"])]
public readonly partial record struct Softplus : IActivation
{
    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T x)
        where T : IReal<T> => T.Softplus(x);
}
