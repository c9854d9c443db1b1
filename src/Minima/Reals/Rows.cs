using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Reals;

/// <summary>
/// The building blocks of formulas over a row of numbers, for every number type: maxima, log-sum-exp,
/// sorting and the projections onto the simplex. Row losses come with their shape; these are their building blocks.
/// </summary>
/// <remarks>Nothing here needs a <see cref="bool"/>: compare-and-exchange finds the order, so that sixteen rows can be sorted at once, each in its own order.</remarks>
public static partial class Rows
{
    /// <summary>The largest element; the derivative goes to the first of a tie (docs/numerics.md). NaN if any element is. The row has at least one element.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static T MaxOf<T>(ReadOnlySpan<T> row)
        where T : IReal<T>
    {
        var largest = row[0];
        for (var i = 1; i < row.Length; i++)
        {
            // Value by Max, which keeps NaN; derivative by the strict comparison, which keeps the first of a tie.
            var x = row[i];
            largest = T.StraightThrough(T.Max(T.StopGradient(largest), T.StopGradient(x)), T.IfLess(largest, x, x, largest));
        }

        return largest;
    }

    /// <summary>log of the sum of e^x over a row, shifted by its maximum. If all elements are -infinity, the result is -infinity with derivative 0.</summary>
    [MethodImpl(AggressiveInlining)]
    public static T LogSumExp<T>(ReadOnlySpan<T> row)
        where T : IReal<T>
    {
        var shift = Shift(LargestConstant(row));
        return shift + T.Log(SumExp(row, shift));
    }

    /// <summary>
    /// x minus the log-sum-exp of its row: log-probabilities. Values and derivatives have full relative accuracy even if one of
    /// the values is almost 0: the sum leaves out the largest by its index, so that it rounds nothing away. A row of -infinity alone
    /// gives -infinity.
    /// </summary>
    [MethodImpl(AggressiveInlining)]
    public static void LogSoftmax<T>(ReadOnlySpan<T> row, Span<T> result)
        where T : IReal<T>
    {
        var largest = MaxOf(row);
        var constant = T.StopGradient(largest);
        var isFinite = T.IfLess(T.Of(double.NegativeInfinity), constant, T.Of(1), T.IfLess(constant, T.Of(0), T.Of(0), T.Of(1)));
        var shift = T.IfLess(T.Of(0.5), isFinite, largest, T.Of(0));
        var others = Distances(row, constant, shift, result);
        Subtract(result, T.Log1p(others));
    }

    /// <summary>Writes x - shift and returns the sum of their exponentials, without the first largest; its own distance, 0, has no derivative.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static T Distances<T>(ReadOnlySpan<T> row, T largest, T shift, Span<T> result)
        where T : IReal<T>
    {
        var isNext = T.Of(1);
        var sum = T.Of(0);
        for (var i = 0; i < row.Length; i++)
        {
            // 1 for the first element that is not below the largest, 0 before and after it.
            var isLargest = T.IfLess(T.StopGradient(row[i]), largest, T.Of(0), isNext);
            var distance = row[i] - shift;
            result[i] = T.IfLess(T.Of(0), isLargest, T.StopGradient(distance), distance);
            sum += T.IfLess(T.Of(0), isLargest, T.Of(0), T.Exp(distance));
            isNext -= isLargest;
        }

        return sum;
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static void Subtract<T>(Span<T> row, T x)
        where T : IReal<T>
    {
        for (var i = 0; i < row.Length; i++)
        {
            row[i] -= x;
        }
    }

    /// <summary>The sum of e^(x - shift).</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    internal static T SumExp<T>(ReadOnlySpan<T> row, T shift)
        where T : IReal<T>
    {
        var sum = T.Of(0);
        for (var i = 0; i < row.Length; i++)
        {
            sum += T.Exp(row[i] - shift);
        }

        return sum;
    }

    /// <summary>The largest element as a constant.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    internal static T LargestConstant<T>(ReadOnlySpan<T> row)
        where T : IReal<T>
    {
        var largest = T.StopGradient(row[0]);
        for (var i = 1; i < row.Length; i++)
        {
            largest = T.Max(largest, T.StopGradient(row[i]));
        }

        return largest;
    }

    /// <summary>A constant that brings a row into the range of exp: its largest element, or 0 if that is infinite.</summary>
    [MethodImpl(AggressiveInlining)]
    internal static T Shift<T>(T largest)
        where T : IReal<T> =>
        T.IfLess(T.Abs(largest), T.Of(double.PositiveInfinity), largest, T.IfLess(T.Of(0), T.Abs(largest), T.Of(0), largest));

    /// <summary>The log-sum-exp of every prefix of the row.</summary>
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
    /// Sorts keys in descending order, equal keys in their original order, and permutes a second row alike (a stable gather).
    /// Insertion sort: n^2/2 exchanges, for rows of classes, not for data.
    /// </summary>
    [MethodImpl(AggressiveInlining)]
    public static void SortDescending<T>(Span<T> keys, Span<T> carried)
        where T : IReal<T>
    {
        for (var end = 1; end < keys.Length; end++)
        {
            WorkBudget.Check();
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
    /// The Euclidean projection onto the simplex (Martins and Astudillo 2016): relu(x - threshold) that sums to 1. Its derivative is the
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
            // The support is the longest prefix with 1 + (k + 1) x_k > sum; while it grows, so does k.
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

    /// <summary>
    /// The threshold of the projection onto the simplex, of a row shifted by its largest element. A sorting network finds it on constants;
    /// one step of Newton's method from the solution to itself then gives it its derivatives, 1/|S| for each element of the support S.
    /// </summary>
    /// <param name="row">At least one element.</param>
    /// <param name="scratch">As long as the row.</param>
    /// <param name="shift">The largest element as a constant, or 0 if it is infinite: projection and loss do not change with it.</param>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static T SparsemaxThreshold<T>(ReadOnlySpan<T> row, Span<T> scratch, out T shift)
        where T : IReal<T>
    {
        shift = Shift(LargestConstant(row));
        for (var i = 0; i < row.Length; i++)
        {
            scratch[i] = T.StopGradient(row[i]) - shift;
        }

        SortDescending(scratch[..row.Length]);
        var sum = T.Of(0);
        var start = T.Of(-1);
        for (var k = 0; k < row.Length; k++)
        {
            // The support is the longest prefix with 1 + (k + 1) x_k > sum.
            sum += scratch[k];
            start = T.IfLess(sum, 1.0 + (T.Of(k + 1, "") * scratch[k]), (sum - 1.0) / T.Of(k + 1, ""), start);
        }

        var size = T.Of(0);
        var excess = T.Of(-1);
        for (var i = 0; i < row.Length; i++)
        {
            var distance = row[i] - shift - start;
            size += T.IfLess(T.Of(0), T.StopGradient(distance), T.Of(1), T.Of(0));
            excess += T.Relu(distance);
        }

        return start + T.StraightThrough(T.Of(0), excess / T.Max(size, T.Of(1)));
    }

    /// <summary>
    /// Sorts in descending order by Batcher's merge exchange (Knuth, The Art of Computer Programming 3, algorithm 5.2.2M). It always makes the same
    /// n log(n)^2 / 4 comparisons, so that each lane is sorted in its own order. Max and Min give the larger and the smaller, so the
    /// derivatives are right for constants and for distinct numbers.
    /// </summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static void SortDescending<T>(Span<T> keys)
        where T : IReal<T>
    {
        if (keys.Length < 2)
        {
            return;
        }

        var top = 1 << System.Numerics.BitOperations.Log2((uint)keys.Length - 1);
        for (var p = top; p > 0; p /= 2)
        {
            var q = top;
            var r = 0;
            for (var distance = p; ; distance = q - p, q /= 2, r = p)
            {
                for (var i = 0; i < keys.Length - distance; i++)
                {
                    if ((i & p) == r)
                    {
                        var (left, right) = (keys[i], keys[i + distance]);
                        keys[i] = T.Max(left, right);
                        keys[i + distance] = T.Min(left, right);
                    }
                }

                if (q == p)
                {
                    break;
                }
            }
        }
    }
}
