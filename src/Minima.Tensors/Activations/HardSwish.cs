using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Tensors;

/// <summary>x times (x + 3) / 6 clamped to [0, 1]. 0 at -infinity.</summary>
/// <remarks>Kinks at -3, derivative -1/2, and 3, derivative 3/2: from the inside. Float within 3 ulp.</remarks>
[Activation(
    "hard_swish",
    Summary = "x times hard_sigmoid: silu without an exponential.",
    ChineseSummary = "x 乘以 hard_sigmoid：不含指数的 silu。",
    Formula = "x ((x + 3) / 6 held in [0, 1])",
    Source = "Howard et al. 2019, Searching for MobileNetV3, ICCV, arXiv:1905.02244",
    Elsewhere = ["torch.nn.Hardswish", "keras.activations.hard_silu", "jax.nn.hard_swish"])]
public readonly partial record struct HardSwish : IActivation
{
    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T x)
        where T : IReal<T> => T.ZeroTimes(1.0 / 6 * T.Clamp(x + 3.0, 0, 6), x);
}
