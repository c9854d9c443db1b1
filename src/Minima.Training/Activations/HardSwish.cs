using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Training;

/// <summary>x times (x + 3) / 6 held in [0, 1]. 0 at -infinity.</summary>
/// <remarks>Kinks at -3, slope -1/2, and 3, slope 3/2: those of the inside. Float within 3 ulp. Source: Howard et al. 2019, "Searching for MobileNetV3", ICCV, arXiv:1905.02244.</remarks>
public readonly record struct HardSwish : IActivation
{
    /// <inheritdoc/>
    public static string Name => "hard_swish";

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T x)
        where T : IReal<T> => T.ZeroTimes(1.0 / 6 * T.Clamp(x + 3.0, 0, 6), x);
}
