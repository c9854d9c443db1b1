using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Training;

/// <summary>The logistic function 1 / (1 + e^-x), from 0 to 1; full relative accuracy in the tail.</summary>
/// <remarks>Smooth. Float within 2.8 ulp.</remarks>
public readonly record struct Sigmoid : IActivation
{
    /// <inheritdoc/>
    public static string Name => "sigmoid";

    /// <inheritdoc/>
    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T x)
        where T : IReal<T> => T.Sigmoid(x);
}
