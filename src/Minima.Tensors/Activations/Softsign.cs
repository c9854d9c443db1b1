using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Tensors;

/// <summary>x / (1 + |x|), from -1 to 1: a sigmoid with slow tails.</summary>
/// <remarks>Smooth, but its second derivative jumps at 0. Float within 2 ulp.</remarks>
[Activation(
    "softsign",
    Summary = "A sigmoid with slow tails, from -1 to 1.",
    ChineseSummary = "尾部缓慢的 S 形函数，从 -1 到 1。",
    Formula = "x / (1 + |x|)",
    Source = "Bergstra et al. 2009, Quadratic polynomials learn better image features, Universite de Montreal",
    Elsewhere = ["torch.nn.Softsign", "keras.activations.softsign", "jax.nn.soft_sign"],
    Initializer = "glorot_uniform")]
public readonly partial record struct Softsign : IActivation
{
    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T x)
        where T : IReal<T>
    {
        // Two forms of one quotient: the second is exact at infinity and keeps the precision of a small derivative.
        var zero = T.Of(0);
        var size = T.IfLess(x, zero, -x, x);
        var part = 1.0 / (1.0 + size);
        return T.IfLess(size, T.Of(1), x * part, T.IfLess(x, zero, part - 1.0, 1.0 - part));
    }
}
