using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Training.Losses;

/// <summary>sin(pi x), exact at every half integer.</summary>
internal readonly record struct SinPiFunction : IActivation
{
    public static string Name => "sin of pi x";

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T x)
        where T : IReal<T> => T.SinPi(x);
}
