using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Tensors.Losses;

/// <summary>log(1 - s + s e^x): the logarithm of a mixture over one of its parts, of which x is the log ratio. Exact near 0, finite wherever the result is.</summary>
internal readonly record struct LogMixture(double Share) : IActivation
{
    public static string Name => "log of mixture";

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T x)
        where T : IReal<T>
    {
        var near = T.Log1p(T.Of(Share) * T.Expm1(x));
        var far = T.LogAddExp(T.Of(Math.Log(1 - Share), ""), x + T.Of(Math.Log(Share), ""));
        return T.IfLess(x, T.Of(1), near, far);
    }
}
