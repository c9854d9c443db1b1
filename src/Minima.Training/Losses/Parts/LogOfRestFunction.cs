using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Training.Losses;

/// <summary>log(1 - p) of log p, exact at both ends.</summary>
internal readonly record struct LogOfRestFunction : IActivation
{
    public static string Name => "log of the rest";

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T x)
        where T : IReal<T> => T.Log1mExp(x);
}
