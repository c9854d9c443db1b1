using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Training.Losses;

/// <summary>e^x - 1 - x, exact near 0.</summary>
internal readonly record struct ExpRemainderFunction : IActivation
{
    public static string Name => "remainder of exp";

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T x)
        where T : IReal<T> => T.ExpRemainder(x);
}
