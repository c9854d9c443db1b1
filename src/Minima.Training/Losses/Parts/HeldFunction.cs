using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Training.Losses;

/// <summary>x held in [low, high]: slope 1 within and at both ends, 0 outside.</summary>
internal readonly record struct HeldFunction(double Low, double High) : IActivation
{
    public static string Name => "clamp";

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T x)
        where T : IReal<T> => T.Clamp(x, Low, High);
}
