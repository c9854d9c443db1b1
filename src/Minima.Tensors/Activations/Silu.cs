using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Tensors;

/// <summary>x sigmoid(x), also called swish. 0 at -infinity.</summary>
/// <remarks>Smooth; least near x = -1.28. Float within 3.5 ulp.</remarks>
[Activation(
    "silu",
    Aliases = ["swish"],
    Summary = "x times its sigmoid, also called swish.",
    ChineseSummary = "x 乘以其 sigmoid，又称 swish。",
    Formula = "x / (1 + e^-x)",
    Source = "Elfwing, Uchibe and Doya 2018, Sigmoid-weighted linear units, Neural Networks 107, arXiv:1702.03118; swish: Ramachandran et al. 2017, arXiv:1710.05941",
    Elsewhere = ["torch.nn.SiLU", "keras.activations.silu", "jax.nn.silu"])]
public readonly partial record struct Silu : IActivation
{
    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T x)
        where T : IReal<T> => T.ZeroTimes(T.Sigmoid(x), x);
}
