using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals;

/// <content>The softmax of tempered exponentials.</content>
public static partial class Rows
{
    /// <summary>Steps from 0 to the level: no row of up to 20000 elements and no curve up to 5 took more than 10 to the last digit.</summary>
    private const int TemperedSteps = 14;

    /// <summary>
    /// Logarithms of the tempered softmax with temperature 1 + <paramref name="curve"/> above 1 (Amid et al. 2019): p = (1 + curve (level - x))^(-1 / curve) with the
    /// level at which they sum to 1. Newton's method finds the level on (sum of p)^-curve, which is concave in it, so that steps from below never overshoot; two
    /// more steps, with derivatives, give it first and second derivatives.
    /// </summary>
    /// <param name="row">At least one element, all finite.</param>
    /// <param name="curve">Above 0.</param>
    /// <param name="result">As long as the row.</param>
    public static void TemperedLogSoftmax<T>(ReadOnlySpan<T> row, T curve, Span<T> result)
        where T : IReal<T>
    {
        var largest = LargestConstant(row);
        var level = T.Of(0);
        for (var i = 0; i < row.Length; i++)
        {
            result[i] = largest - T.StopGradient(row[i]);
        }

        for (var step = 0; step < TemperedSteps; step++)
        {
            level = TemperedStep(result, curve, level);
        }

        for (var i = 0; i < row.Length; i++)
        {
            result[i] = largest - row[i];
        }

        level = TemperedStep(result, curve, level);
        level = TemperedStep(result, curve, level);
        for (var i = 0; i < row.Length; i++)
        {
            result[i] = -T.Log1p(curve * (level + result[i])) / curve;
        }
    }

    /// <summary>One step of Newton's method; the first largest enters the sum minus 1 as e^x - 1, so that it rounds nothing away.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static T TemperedStep<T>(ReadOnlySpan<T> distances, T curve, T level)
        where T : IReal<T>
    {
        var isNext = T.Of(1);
        var excess = T.Of(0);
        var slope = T.Of(0);
        for (var i = 0; i < distances.Length; i++)
        {
            var isLargest = T.IfLess(T.Of(0), T.StopGradient(distances[i]), T.Of(0), isNext);
            var bent = curve * (level + distances[i]);
            var log = -T.Log1p(bent) / curve;
            var share = T.Exp(log);
            excess += T.IfLess(T.Of(0), isLargest, T.Expm1(log), share);
            slope += share / (1.0 + bent);
            isNext -= isLargest;
        }

        var logSum = T.Log1p(excess);
        return level + (1.0 + excess) * (T.Expm1(curve * logSum) / curve) / slope;
    }
}
