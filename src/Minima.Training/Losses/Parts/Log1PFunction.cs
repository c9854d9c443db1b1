using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Training.Losses;

/// <summary>log(1 + x), exact near 0.</summary>
internal readonly record struct Log1PFunction : IActivation
{
    public static string Name => "log1p";

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T x)
        where T : IReal<T> => T.Log1p(x);
}
