using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Training.Losses;

/// <summary>min(x, most); slope 1 up to it, the end included, and 0 beyond.</summary>
internal readonly record struct AtMost(double Most) : IActivation
{
    public static string Name => "at most";

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T x)
        where T : IReal<T> => T.Clamp(x, double.NegativeInfinity, Most);
}
