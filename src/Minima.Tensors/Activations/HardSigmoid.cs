using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Tensors;

/// <summary>(x + 3) / 6 clamped to [0, 1].</summary>
/// <remarks>Kinks at -3 and 3, derivative 1/6 there (from the inside; PyTorch uses 0). Float within 2 ulp.</remarks>
[Activation(
    "hard_sigmoid",
    Summary = "A sigmoid of three straight lines, from 0 to 1.",
    ChineseSummary = "由三段直线组成的 sigmoid，从 0 到 1。",
    Formula = "(x + 3) / 6 held in [0, 1]",
    Source = "Howard et al. 2019, Searching for MobileNetV3, ICCV, arXiv:1905.02244",
    Elsewhere = ["torch.nn.Hardsigmoid", "keras.activations.hard_sigmoid", "jax.nn.hard_sigmoid"],
    Initializer = "glorot_uniform")]
public readonly partial record struct HardSigmoid : IActivation
{
    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T x)
        where T : IReal<T> => 1.0 / 6 * T.Clamp(x + 3.0, 0, 6);
}
