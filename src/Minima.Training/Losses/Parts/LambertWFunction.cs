using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Training.Losses;

/// <summary>The w of at least -1 with w e^w = x.</summary>
internal readonly record struct LambertWFunction : IActivation
{
    public static string Name => "Lambert W";

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T x)
        where T : IReal<T> => T.LambertW(x);
}
