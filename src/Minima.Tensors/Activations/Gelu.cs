using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Tensors;

/// <summary>x Phi(x), Phi the distribution function of the standard normal: exact, with full relative accuracy in the tail. 0 at -infinity.</summary>
/// <remarks>Smooth. Float within 6 ulp.</remarks>
[Activation(
    "gelu",
    Summary = "x times the probability that a standard normal number is below x, exact.",
    ChineseSummary = "x 乘以标准正态数小于 x 的概率，精确计算。",
    Formula = "x Phi(x), Phi the distribution function of the standard normal",
    Source = "Hendrycks and Gimpel 2016, Gaussian error linear units, arXiv:1606.08415",
    Elsewhere = ["torch.nn.GELU", "keras.activations.gelu", "jax.nn.gelu(approximate=False)"])]
public readonly partial record struct Gelu : IActivation
{
    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T x)
        where T : IReal<T> => T.ZeroTimes(T.Apply(default(NormalDistribution), x), x);
}
