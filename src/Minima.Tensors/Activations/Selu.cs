using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Tensors;

/// <summary>1.0507 times x above 0, 1.6733 (e^x - 1) elsewhere: with LeCun's initial weights, activations keep mean 0 and variance 1 from layer to layer.</summary>
/// <remarks>Kink at 0, derivative 1.7581 there (from the left, as in PyTorch). Float within 2.5 ulp.</remarks>
[Activation(
    "selu",
    Summary = "An elu scaled so that, with LeCun's initial weights, activations keep mean 0 and variance 1.",
    ChineseSummary = "经缩放的 elu：配合 LeCun 初始权重，激活值保持均值 0、方差 1。",
    Formula = "1.0507 x above 0, 1.0507 1.6733 (e^x - 1) elsewhere",
    Source = "Klambauer et al. 2017, Self-normalizing neural networks, NIPS, arXiv:1706.02515",
    Elsewhere = ["torch.nn.SELU", "keras.activations.selu", "jax.nn.selu"],
    Initializer = "lecun_normal")]
public readonly partial record struct Selu : IActivation
{
    private const double Scale = 1.0507009873554804934193349852946;
    private const double Alpha = 1.6732632423543772848170429916717;

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T x)
        where T : IReal<T> => T.IfLess(T.Of(0), x, Scale * x, Scale * Alpha * T.Expm1(x));
}
