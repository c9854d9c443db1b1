using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals;

/// <content>The entmax projection with alpha 1.5 as its threshold.</content>
public static partial class Rows
{
    /// <summary>
    /// The threshold of the entmax projection with alpha 1.5, relu((x - shift) / 2 - threshold)^2 that sums to 1 (Peters, Niculae and Martins 2019). A sorting
    /// network finds it on constants; one step of Newton's method from the solution to itself then gives it its derivatives.
    /// </summary>
    /// <param name="row">At least one element.</param>
    /// <param name="scratch">As long as the row.</param>
    /// <param name="shift">The largest element as a constant, or 0 if it is infinite.</param>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static T Entmax15Threshold<T>(ReadOnlySpan<T> row, Span<T> scratch, out T shift)
        where T : IReal<T>
    {
        shift = Shift(LargestConstant(row));
        for (var i = 0; i < row.Length; i++)
        {
            // No element more than 2 below the largest is in the support; clamped there, it cannot overflow the sum of squares.
            scratch[i] = T.Max(0.5 * (T.StopGradient(row[i]) - shift), T.Of(-2));
        }

        SortDescending(scratch[..row.Length]);
        var sum = T.Of(0);
        var squares = T.Of(0);
        var start = T.Of(-1);
        for (var k = 0; k < row.Length; k++)
        {
            // threshold = mean - sqrt((1 - (k + 1) variance) / (k + 1)); the support ends where it exceeds the element.
            var count = T.Of(k + 1, "");
            sum += scratch[k];
            squares += scratch[k] * scratch[k];
            var mean = sum / count;
            var candidate = mean - T.Sqrt(T.Relu((1.0 - (squares - sum * mean)) / count));
            start = T.IfLess(scratch[k], candidate, start, candidate);
        }

        var roots = T.Of(0);
        var excess = T.Of(-1);
        for (var i = 0; i < row.Length; i++)
        {
            var root = T.Relu(0.5 * (row[i] - shift) - start);
            roots += T.StopGradient(root);
            excess += root * root;
        }

        return start + T.StraightThrough(T.Of(0), 0.5 * excess / T.Max(roots, T.Of(0.5)));
    }
}
