using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Training.Losses;

/// <summary>2^x - 1, exact near 0.</summary>
internal readonly record struct GainFunction : IActivation
{
    public static string Name => "gain";

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T x)
        where T : IReal<T> => T.Expm1(Math.Log(2) * x);
}
