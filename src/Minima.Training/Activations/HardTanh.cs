using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Training;

/// <summary>x held in [-1, 1].</summary>
/// <remarks>Kinks at -1 and 1, slope 1 there (that of the inside; PyTorch takes 0).</remarks>
public readonly record struct HardTanh : IActivation
{
    /// <inheritdoc/>
    public static string Name => "hard_tanh";

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T x)
        where T : IReal<T> => T.Clamp(x, -1, 1);
}
