using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Training.Losses;

/// <summary>1 - p of log p, exact where p is near 1.</summary>
internal readonly record struct RestFunction : IActivation
{
    public static string Name => "rest";

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T x)
        where T : IReal<T> => -T.Expm1(x);
}
