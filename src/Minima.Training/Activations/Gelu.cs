using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Training;

/// <summary>x Phi(x), Phi the distribution function of the standard normal: exact, with full relative accuracy in the tail. 0 at -infinity.</summary>
/// <remarks>Smooth. Float within 6 ulp. Source: Hendrycks and Gimpel 2016, "Gaussian error linear units", arXiv:1606.08415.</remarks>
public readonly record struct Gelu : IActivation
{
    /// <inheritdoc/>
    public static string Name => "gelu";

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T x)
        where T : IReal<T> => T.ZeroTimes(T.Apply(default(NormalDistribution), x), x);
}
