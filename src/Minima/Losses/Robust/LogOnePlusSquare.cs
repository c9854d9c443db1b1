using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>log(1 + x^2) where x^2 may overflow.</summary>
internal static class LogOnePlusSquare
{
    /// <summary>
    /// log(1 + <paramref name="square"/>), with one logarithm. Where <paramref name="root"/>, the positive root of the square, is above
    /// 1e18, the 1 is lost in rounding anyway and twice log(1 + root) is the same number.
    /// </summary>
    [MethodImpl(AggressiveInlining)]
    public static T Of<T>(T square, T root)
        where T : IReal<T>
    {
        var far = T.Of(1e18);
        return T.IfLess(far, root, T.Of(2), T.Of(1)) * T.Log1p(T.IfLess(far, root, root, square));
    }
}
