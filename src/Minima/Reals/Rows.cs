using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals;

/// <summary>
/// What formulas over a row of numbers are built from (section 0.5 of the catalogue), written over any reading: maxima, log-sum-exp,
/// sorting and the projections onto the simplex. Row losses come with their shape; these are their building blocks.
/// </summary>
/// <remarks>Nothing here asks for a <see cref="bool"/>: orders are found by compare-and-exchange, so that sixteen rows can be sorted at once, each its own way.</remarks>
public static class Rows
{
    /// <summary>The largest element; the slope goes to the first of a tie (section 0.3). NaN if any element is. The row has at least one element.</summary>
    [MethodImpl(AggressiveInlining)]
    public static T MaxOf<T>(ReadOnlySpan<T> row)
        where T : IReal<T>
    {
        var largest = row[0];
        for (var i = 1; i < row.Length; i++)
        {
            // Value by Max, which keeps NaN; slope by the strict comparison, which keeps the first of a tie.
            largest = T.StraightThrough(T.Max(largest, row[i]), T.IfLess(largest, row[i], row[i], largest));
        }

        return largest;
    }

    /// <summary>log of the sum of e^x over a row, shifted by its maximum. A row of -infinity alone gives -infinity with slope 0.</summary>
    [MethodImpl(AggressiveInlining)]
    public static T LogSumExp<T>(ReadOnlySpan<T> row)
        where T : IReal<T>
    {
        var shift = Shift(row);
        var sum = T.Of(0);
        foreach (var x in row)
        {
            sum += T.Exp(x - shift);
        }

        return shift + T.Log(sum);
    }

    /// <summary>x minus the log-sum-exp of its row.</summary>
    [MethodImpl(AggressiveInlining)]
    public static void LogSoftmax<T>(ReadOnlySpan<T> row, Span<T> result)
        where T : IReal<T>
    {
        var normaliser = LogSumExp(row);
        for (var i = 0; i < row.Length; i++)
        {
            result[i] = row[i] - normaliser;
        }
    }

    /// <summary>The log-sum-exp of every beginning of the row.</summary>
    [MethodImpl(AggressiveInlining)]
    public static void LogCumulativeSumExp<T>(ReadOnlySpan<T> row, Span<T> result)
        where T : IReal<T>
    {
        for (var i = 0; i < row.Length; i++)
        {
            result[i] = i == 0 ? row[0] : T.LogAddExp(result[i - 1], row[i]);
        }
    }

    /// <summary>
    /// Sorts keys in descending order, equal keys in their first order, and carries a second row along (a stable gather).
    /// By insertion: n^2/2 exchanges, for rows of classes, not for data.
    /// </summary>
    [MethodImpl(AggressiveInlining)]
    public static void SortDescending<T>(Span<T> keys, Span<T> carried)
        where T : IReal<T>
    {
        for (var end = 1; end < keys.Length; end++)
        {
            for (var i = end; i > 0; i--)
            {
                var (left, right) = (keys[i - 1], keys[i]);
                var (leftCarried, rightCarried) = (carried[i - 1], carried[i]);
                keys[i - 1] = T.IfLess(left, right, right, left);
                keys[i] = T.IfLess(left, right, left, right);
                carried[i - 1] = T.IfLess(left, right, rightCarried, leftCarried);
                carried[i] = T.IfLess(left, right, leftCarried, rightCarried);
            }
        }
    }

    /// <summary>
    /// The Euclidean projection onto the simplex (Martins and Astudillo 2016): relu(x - threshold) that sums to 1. Its slope is the
    /// implicit one, because the threshold is a mean over the support. <paramref name="scratch"/> has the row's length.
    /// </summary>
    [MethodImpl(AggressiveInlining)]
    public static void Sparsemax<T>(ReadOnlySpan<T> row, Span<T> result, Span<T> scratch)
        where T : IReal<T>
    {
        row.CopyTo(scratch);
        row.CopyTo(result);
        SortDescending(scratch, result);
        var sum = T.Of(0);
        var threshold = T.Of(0);
        for (var k = 0; k < row.Length; k++)
        {
            // The support is the longest beginning with 1 + (k + 1) x_k > sum; while it grows, so does k.
            sum += scratch[k];
            threshold = T.IfLess(sum, 1.0 + ((k + 1) * scratch[k]), (sum - 1.0) / (k + 1), threshold);
        }

        for (var i = 0; i < row.Length; i++)
        {
            result[i] = T.Relu(row[i] - threshold);
        }
    }

    /// <summary>
    /// The entmax projection with alpha 1.5 (Peters, Niculae and Martins 2019): relu(x/2 - threshold)^2 that sums to 1.
    /// <paramref name="scratch"/> has the row's length.
    /// </summary>
    [MethodImpl(AggressiveInlining)]
    public static void Entmax15<T>(ReadOnlySpan<T> row, Span<T> result, Span<T> scratch)
        where T : IReal<T>
    {
        var shift = MaxOf(row);
        for (var i = 0; i < row.Length; i++)
        {
            scratch[i] = 0.5 * (row[i] - shift);
            result[i] = scratch[i];
        }

        SortDescending(scratch, result);
        var sum = T.Of(0);
        var squares = T.Of(0);
        var threshold = T.Of(0);
        for (var k = 0; k < row.Length; k++)
        {
            // threshold = mean - sqrt((1 - (k + 1) variance) / (k + 1)); the support ends where it exceeds the element.
            sum += scratch[k];
            squares += scratch[k] * scratch[k];
            var mean = sum / (k + 1);
            var spread = (1.0 - (squares - (sum * mean))) / (k + 1);
            var candidate = mean - T.Sqrt(T.Relu(spread));
            threshold = T.IfLess(scratch[k], candidate, threshold, candidate);
        }

        for (var i = 0; i < row.Length; i++)
        {
            var root = T.Relu((0.5 * (row[i] - shift)) - threshold);
            result[i] = root * root;
        }
    }

    /// <summary>A constant that brings the row into the range of exp: its maximum, or 0 where that is infinite.</summary>
    [MethodImpl(AggressiveInlining)]
    private static T Shift<T>(ReadOnlySpan<T> row)
        where T : IReal<T>
    {
        var largest = T.StopGradient(MaxOf(row));
        return T.IfLess(largest, T.Of(double.PositiveInfinity), T.IfLess(T.Of(double.NegativeInfinity), largest, largest, T.Of(0)), T.Of(0));
    }
}
