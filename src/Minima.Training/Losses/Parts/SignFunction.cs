using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Training.Losses;

/// <summary>-1, 0 or 1; slope 0.</summary>
internal readonly record struct SignFunction : IActivation
{
    public static string Name => "sign";

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T x)
        where T : IReal<T> => T.Sign(x);
}
