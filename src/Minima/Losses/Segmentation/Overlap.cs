using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>The formula common to the losses of overlapping regions.</summary>
internal static class Overlap
{
    /// <summary>
    /// 1 - (common + above) / (common + missed + below), written (missed + below - above) / (common + missed + below): exact where little is
    /// missed. 0 if the divisor is 0: two empty regions agree.
    /// </summary>
    [MethodImpl(AggressiveInlining)]
    public static T Loss<T>(T common, T missed, double above, double below)
        where T : IReal<T>
    {
        var divisor = common + missed + T.Of(below, "");
        var loss = (missed + T.Of(below - above, "")) / T.IfLess(T.Of(0), divisor, divisor, T.Of(1));
        return T.IfLess(T.Of(0), divisor, loss, T.StopGradient(divisor));
    }
}
