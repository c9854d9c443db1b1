using System.Numerics;
using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Tensors;

/// <summary>The function computed for a row.</summary>
internal enum SoftmaxKind
{
    /// <summary>e^x / sum of e^x.</summary>
    Softmax,

    /// <summary>x - log of the sum of e^x.</summary>
    LogSoftmax,

    /// <summary>The log of the sum of e^x: one number for a row.</summary>
    LogSumExp,
}

/// <summary>
/// Softmax and its relatives over rows, of scale x. Causal rows form square blocks, or blocks with fewer queries than elements: row i of a block sees the elements up to
/// i + length - queries, the others are 0.
/// </summary>
internal sealed unsafe class SoftmaxJob : RowsJob
{
    private byte* _from;
    private byte* _to;
    private int _length;
    private int _queries;
    private double _scale;
    private SoftmaxKind _kind;

    /// <param name="kind">The function to compute.</param>
    /// <param name="from">Rows one after the other.</param>
    /// <param name="to">The same, or one number for each row.</param>
    /// <param name="length">The length of a row.</param>
    /// <param name="scale">Above 0.</param>
    /// <param name="queries">The number of rows of a causal block; 0 if every row sees all elements.</param>
    public static void Run(SoftmaxKind kind, Node from, Node to, int length, double scale, int queries)
    {
        if (from.Count == 0) return;
        var job = Pooled<SoftmaxJob>.Own;
        job._kind = kind;
        job._from = from.Pointer;
        job._to = to.Pointer;
        job._length = length;
        job._queries = queries;
        job._scale = scale;
        job.RunAll(from.Count / length, length * 4, from.Type);
    }

    /// <summary>One row, optionally in place, of which the first <paramref name="seen"/> elements count.</summary>
    public static void Softmax<L, S, TElement>(TElement* from, TElement* to, int seen, int length, double scale)
        where L : unmanaged, ILanes<L, TElement>
        where S : unmanaged, ILanes<S, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var whole = seen - (seen % L.Count);
        var most = Most<L, S, TElement>(from, seen);
        double sum = 0;
        if (whole > 0) sum = Exp<L, TElement>(from, to, 0, whole, most, scale);
        if (whole < seen) sum += Exp<S, TElement>(from, to, whole, seen, most, scale);
        if (whole > 0) Multiply<L, TElement>(to, 0, whole, 1 / sum);
        if (whole < seen) Multiply<S, TElement>(to, whole, seen, 1 / sum);
        if (seen < length) new Span<TElement>(to + seen, length - seen).Clear();
    }

    protected override void Rows<L, S, TElement>(int first, int last)
    {
        for (var row = first; row < last; row++)
        {
            var from = (TElement*)_from + ((long)row * _length);
            var to = (TElement*)_to + ((long)row * _length);
            if (_kind == SoftmaxKind.Softmax)
            {
                Softmax<L, S, TElement>(from, to, _queries == 0 ? _length : (row % _queries) + 1 + _length - _queries, _length, _scale);
                continue;
            }

            var most = Most<L, S, TElement>(from, _length);
            if (_kind == SoftmaxKind.LogSumExp)
            {
                ((TElement*)_to)[row] = TElement.CreateTruncating(double.IsInfinity(most) ? OfInfinite(from, _length, most) : most + Math.Log(SumOfExp<L, S, TElement>(from, _length, most)));
                continue;
            }

            var logarithm = Math.Log(SumOfExp<L, S, TElement>(from, _length, most));
            var whole = _length - (_length % L.Count);
            Less<L, TElement>(from, to, 0, whole, most, logarithm);
            Less<S, TElement>(from, to, whole, _length, most, logarithm);
        }
    }

    /// <summary>The largest element. A NaN does not count here; it makes the sum of exponentials NaN.</summary>
    private static double Most<L, S, TElement>(TElement* x, int count)
        where L : unmanaged, ILanes<L, TElement>
        where S : unmanaged, ILanes<S, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var whole = count - (count % L.Count);
        var most = whole > 0 ? Most<L, TElement>(x, 0, whole) : double.NegativeInfinity;
        return whole < count ? Math.Max(most, Most<S, TElement>(x, whole, count)) : most;
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static double Most<L, TElement>(TElement* x, nint start, nint end)
        where L : unmanaged, ILanes<L, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var most = L.Of(double.NegativeInfinity);
        for (var i = start; i < end; i += L.Count) most = L.AtLeast(most, L.Load(x + i));
        return LaneReduction.Largest<L, TElement>(most);
    }

    /// <summary>to = e^(scale (x - most)), and the sum.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static double Exp<L, TElement>(TElement* x, TElement* to, nint start, nint end, double most, double scale)
        where L : unmanaged, ILanes<L, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var sums = L.Of(0);
        var (largest, factor) = (L.Of(most), L.Of(scale));
        for (var i = start; i < end; i += L.Count)
        {
            var e = Elementary.ExpOfNonPositive(factor * (L.Load(x + i) - largest));
            sums += e;
            L.Store(e, to + i);
        }

        return LaneReduction.Sum<L, TElement>(sums);
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static void Multiply<L, TElement>(TElement* x, nint start, nint end, double factor)
        where L : unmanaged, ILanes<L, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var share = L.Of(factor);
        for (var i = start; i < end; i += L.Count) L.Store(share * L.Load(x + i), x + i);
    }

    private static double SumOfExp<L, S, TElement>(TElement* x, int count, double most)
        where L : unmanaged, ILanes<L, TElement>
        where S : unmanaged, ILanes<S, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var whole = count - (count % L.Count);
        return SumOfExp<L, TElement>(x, 0, whole, most) + SumOfExp<S, TElement>(x, whole, count, most);
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static double SumOfExp<L, TElement>(TElement* x, nint start, nint end, double most)
        where L : unmanaged, ILanes<L, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var sums = L.Of(0);
        var largest = L.Of(most);
        for (var i = start; i < end; i += L.Count) sums += Elementary.ExpOfNonPositive(L.Load(x + i) - largest);
        return LaneReduction.Sum<L, TElement>(sums);
    }

    /// <summary>to = x - most - logarithm.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static void Less<L, TElement>(TElement* x, TElement* to, nint start, nint end, double most, double logarithm)
        where L : unmanaged, ILanes<L, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var (first, second) = (L.Of(most), L.Of(logarithm));
        for (var i = start; i < end; i += L.Count) L.Store(L.Load(x + i) - first - second, to + i);
    }

    /// <summary>The log-sum-exp of a row whose largest element is infinite: that element, or NaN if the row contains a NaN.</summary>
    private static double OfInfinite<TElement>(TElement* x, int count, double most)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        for (var i = 0; i < count; i++)
        {
            if (TElement.IsNaN(x[i])) return double.NaN;
        }

        return most;
    }
}
