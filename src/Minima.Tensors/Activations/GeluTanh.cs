using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Tensors;

/// <summary>The approximation x sigmoid(2 sqrt(2/pi) (x + 0.044715 x^3)) of GELU, that is x/2 (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))). 0 at -infinity.</summary>
/// <remarks>Smooth. For models trained with it; <see cref="Gelu"/> is exact and costs the same.</remarks>
[Activation(
    "gelu_tanh",
    Summary = "The approximation of gelu by a tanh, for models that were trained with it.",
    ChineseSummary = "以 tanh 近似的 gelu，用于以它训练过的模型。",
    Formula = "x / 2 (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3)))",
    Source = "Hendrycks and Gimpel 2016, Gaussian error linear units, arXiv:1606.08415",
    Elsewhere = ["torch.nn.GELU(approximate='tanh')", "keras.activations.gelu(approximate=True)", "jax.nn.gelu"])]
public readonly partial record struct GeluTanh : IActivation
{
    // 2 sqrt(2 / pi).
    private const double Factor = 1.5957691216057308;

    // The sigmoid is exactly 0 or 1 long before this; the cube stays finite.
    private const double Far = 100;

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T x)
        where T : IReal<T>
    {
        var held = T.Clamp(x, -Far, Far);
        return T.ZeroTimes(T.Sigmoid(held * (Factor + (Factor * 0.044715 * (held * held)))), x);
    }
}
