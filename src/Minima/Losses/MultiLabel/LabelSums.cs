using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Log-sum-exp over the positive or the negative labels of a row; a target between 0 and 1 belongs to both sides in proportion.</summary>
internal static class LabelSums
{
    /// <summary>
    /// log(sum_j sum_k t_j (1 - t_k) e^(x_k - x_j)), -infinity where a side has no label. The shifts are combined first, so that a constant added to
    /// all scores changes nothing.
    /// </summary>
    [MethodImpl(AggressiveInlining)]
    public static T LogOfPairs<T>(in Row<T> row)
        where T : IReal<T>
    {
        var negatives = Rows.Shift(Largest(row, isPositive: false));
        var positives = Rows.Shift(Largest(row, isPositive: true));
        return negatives + positives + (T.Log(Sum(row, negatives, isPositive: false)) + T.Log(Sum(row, positives, isPositive: true)));
    }

    /// <summary>
    /// log(1 + sum), with full relative accuracy where the sum is almost 0, also for a large exponential times a small weight: it is shifted only where an
    /// exponent would come near the largest float.
    /// </summary>
    [MethodImpl(AggressiveInlining)]
    public static T LogOfOneAnd<T>(in Row<T> row, bool isPositive)
        where T : IReal<T>
    {
        var largest = Largest(row, isPositive);
        var shift = T.IfLess(largest, T.Of(30), T.Of(0), Rows.Shift(largest));
        var sum = Sum(row, shift, isPositive);
        return T.IfLess(T.Of(0), shift, shift + T.Log(T.Exp(-shift) + sum), T.Log1p(sum));
    }

    /// <summary>The weight of a label on a side.</summary>
    [MethodImpl(AggressiveInlining)]
    private static T Share<T>(T target, bool isPositive)
        where T : IReal<T> => isPositive ? target : 1.0 - target;

    /// <summary>The largest exponent of a label that has weight on the side, as a constant.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static T Largest<T>(in Row<T> row, bool isPositive)
        where T : IReal<T>
    {
        var none = T.Of(double.NegativeInfinity);
        var largest = none;
        for (var k = 0; k < row.Count; k++)
        {
            var x = T.StopGradient(row.Prediction[k]);
            largest = T.Max(largest, T.IfLess(T.Of(0), Share(row.Target(k), isPositive), isPositive ? -x : x, none));
        }

        return largest;
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static T Sum<T>(in Row<T> row, T shift, bool isPositive)
        where T : IReal<T>
    {
        var sum = T.Of(0);
        for (var k = 0; k < row.Count; k++)
        {
            var x = row.Prediction[k];
            sum += T.ZeroTimes(Share(row.Target(k), isPositive), T.Exp((isPositive ? -x : x) - shift));
        }

        return sum;
    }
}
