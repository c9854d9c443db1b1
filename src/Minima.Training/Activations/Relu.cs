using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Training;

/// <summary>The rectifier: max(x, 0). NaN for NaN.</summary>
/// <remarks>Kink at 0, slope 0 there. Source: Nair and Hinton 2010, "Rectified linear units improve restricted Boltzmann machines", ICML.</remarks>
public readonly record struct Relu : IActivation
{
    /// <inheritdoc/>
    public static string Name => "relu";

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T x)
        where T : IReal<T> => T.Relu(x);
}
