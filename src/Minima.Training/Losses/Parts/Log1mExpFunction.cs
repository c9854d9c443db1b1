using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Training.Losses;

/// <summary>log(1 - e^x) for x below 0, exact at both ends: of the logarithm of a probability that of its rest.</summary>
internal readonly record struct Log1mExpFunction : IActivation
{
    public static string Name => "log1mexp";

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T x)
        where T : IReal<T> => T.Log1mExp(x);
}
