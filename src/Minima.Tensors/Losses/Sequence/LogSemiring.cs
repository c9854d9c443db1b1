using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Tensors.Losses;

/// <summary>Sums of probabilities given by their logarithms: the basis of programmes over paths. If all are impossible, so is the sum.</summary>
internal static class LogSemiring
{
    /// <summary>log(e^a + e^b).</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static T Sum<T>(T a, T b)
        where T : IReal<T>
    {
        var shift = Rows.Shift(T.Max(T.StopGradient(a), T.StopGradient(b)));
        return shift + T.Log(T.Exp(a - shift) + T.Exp(b - shift));
    }

    /// <summary>log(e^a + e^b + e^c).</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static T Sum<T>(T a, T b, T c)
        where T : IReal<T>
    {
        var shift = Rows.Shift(T.Max(T.Max(T.StopGradient(a), T.StopGradient(b)), T.StopGradient(c)));
        return shift + T.Log(T.Exp(a - shift) + T.Exp(b - shift) + T.Exp(c - shift));
    }

    /// <summary>log of the sum of e^x over a span.</summary>
    public static T Sum<T>(ReadOnlySpan<T> terms)
        where T : IReal<T> => Rows.LogSumExp(terms);
}
