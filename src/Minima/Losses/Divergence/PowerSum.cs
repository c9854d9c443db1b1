using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>The sum over a row of p^a q^(1 - a), p the target and q the prediction: common to the divergences of Amari and of Renyi.</summary>
internal static class PowerSum
{
    /// <summary>A class without mass in the target counts 0 for a &gt; 0, one without mass in the prediction counts 0 for a &lt; 1, for every mass of the other.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static T Of<T>(in Row<T> row, double alpha)
        where T : IReal<T>
    {
        var sum = T.Of(0);
        for (var k = 0; k < row.Count; k++)
        {
            var share = T.Pow(row.Target(k), alpha);
            var prediction = T.IfLess(T.Of(0), share, row.Prediction[k], share + 1.0);
            sum += T.ZeroTimes(T.Pow(prediction, 1 - alpha), share);
        }

        return sum;
    }
}
