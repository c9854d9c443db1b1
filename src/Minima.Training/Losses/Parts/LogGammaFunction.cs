using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Training.Losses;

/// <summary>log |Gamma(x)|.</summary>
internal readonly record struct LogGammaFunction : IActivation
{
    public static string Name => "log gamma";

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T x)
        where T : IReal<T> => T.LogGamma(x);
}
