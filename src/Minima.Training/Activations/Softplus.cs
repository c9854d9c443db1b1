using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Training;

/// <summary>log(1 + e^x): a smooth rectifier; full relative accuracy in the tail.</summary>
/// <remarks>Smooth. Float within 1.7 ulp. Source: Dugas et al. 2000, "Incorporating second-order functional knowledge for better option pricing", NIPS.</remarks>
public readonly record struct Softplus : IActivation
{
    /// <inheritdoc/>
    public static string Name => "softplus";

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T x)
        where T : IReal<T> => T.Softplus(x);
}
