using System.Numerics;
using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Training.Kernels;

/// <summary>What is computed of a row.</summary>
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
/// Softmax and its relatives over rows, of scale x. Causal rows stand in squares or taller blocks of queries: row i of a block sees the elements up to
/// i + length - queries, the others are 0.
/// </summary>
internal sealed unsafe class SoftmaxJob : RowsJob
{
    [ThreadStatic]
    private static SoftmaxJob? pooled;

    private byte* _from;
    private byte* _to;
    private int _length;
    private int _queries;
    private double _scale;
    private SoftmaxKind _kind;

    /// <param name="kind">What to compute.</param>
    /// <param name="from">Rows one behind the other.</param>
    /// <param name="to">The same, or one number for each row.</param>
    /// <param name="length">Of a row.</param>
    /// <param name="scale">Above 0.</param>
    /// <param name="queries">Rows of a causal block; 0 where every row sees all.</param>
    public static void Run(SoftmaxKind kind, Node from, Node to, int length, double scale, int queries)
    {
        if (from.Count == 0) return;
        var job = pooled ??= new();
        job._kind = kind;
        job._from = from.Pointer;
        job._to = to.Pointer;
        job._length = length;
        job._queries = queries;
        job._scale = scale;
        job.RunAll(from.Count / length, length * 4, from.Type);
    }

    protected override void Rows<L, S, TElement>(int first, int last)
    {
        for (var row = first; row < last; row++)
        {
            var from = (TElement*)_from + ((long)row * _length);
            var seen = _queries == 0 ? _length : (row % _queries) + 1 + _length - _queries;
            var to = (TElement*)_to + ((long)row * _length);
            if (_kind == SoftmaxKind.Softmax)
            {
                Softmax<L, S, TElement>(from, to, seen, _length, _scale);
                continue;
            }

            var most = Most<L, S, TElement>(from, seen);
            if (_kind == SoftmaxKind.LogSumExp)
            {
                var sum = double.IsInfinity(most) ? 1 : SumOfExp<L, S, TElement>(from, null, seen, most, _scale);
                ((TElement*)_to)[row] = TElement.CreateTruncating((most * _scale) + Math.Log(sum));
            }
            else
            {
                var sum = SumOfExp<L, S, TElement>(from, null, seen, most, _scale);
                LogOf<L, S, TElement>(from, to, seen, most, _scale, Math.Log(sum));
            }
        }
    }

    /// <summary>One row, in place if wanted, of which the first <paramref name="seen"/> elements count.</summary>
    public static void Softmax<L, S, TElement>(TElement* from, TElement* to, int seen, int length, double scale)
        where L : unmanaged, ILanes<L, TElement>
        where S : unmanaged, ILanes<S, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var sum = SumOfExp<L, S, TElement>(from, to, seen, Most<L, S, TElement>(from, seen), scale);
        Multiply<L, S, TElement>(to, seen, 1 / sum);
        new Span<TElement>(to + seen, length - seen).Clear();
    }

    /// <summary>The largest element; NaN if one is.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static double Most<L, S, TElement>(TElement* x, nint count)
        where L : unmanaged, ILanes<L, TElement>
        where S : unmanaged, ILanes<S, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        nint i = 0;
        var rest = S.Of(double.NegativeInfinity);
        if (count >= L.Count)
        {
            var most = L.Load(x);
            for (i = L.Count; i + L.Count <= count; i += L.Count) most = L.Maximum(most, L.Load(x + i));
            rest = S.Load((TElement*)&most);
            for (var k = 1; k < L.Count; k++) rest = S.Maximum(rest, S.Load((TElement*)&most + k));
        }

        for (; i < count; i++) rest = S.Maximum(rest, S.Load(x + i));
        return double.CreateTruncating(*(TElement*)&rest);
    }

    /// <summary>The sum of e^(scale (x - most)), and its terms where they are wanted.</summary>
    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static double SumOfExp<L, S, TElement>(TElement* x, TElement* to, nint count, double most, double scale)
        where L : unmanaged, ILanes<L, TElement>
        where S : unmanaged, ILanes<S, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        nint i = 0;
        var sums = L.Of(0);
        for (; i + L.Count <= count; i += L.Count)
        {
            var e = Elementary.ExpOfNonPositive(scale * (L.Load(x + i) - most));
            sums += e;
            if (to != null) L.Store(e, to + i);
        }

        double sum = 0;
        for (var k = 0; k < L.Count; k++) sum += double.CreateTruncating(((TElement*)&sums)[k]);
        for (; i < count; i++)
        {
            var e = Elementary.ExpOfNonPositive(scale * (S.Load(x + i) - most));
            sum += double.CreateTruncating(*(TElement*)&e);
            if (to != null) S.Store(e, to + i);
        }

        return sum;
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static void Multiply<L, S, TElement>(TElement* x, nint count, double factor)
        where L : unmanaged, ILanes<L, TElement>
        where S : unmanaged, ILanes<S, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        nint i = 0;
        for (; i + L.Count <= count; i += L.Count) L.Store(factor * L.Load(x + i), x + i);
        for (; i < count; i++) S.Store(factor * S.Load(x + i), x + i);
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static void LogOf<L, S, TElement>(TElement* x, TElement* to, nint count, double most, double scale, double logarithm)
        where L : unmanaged, ILanes<L, TElement>
        where S : unmanaged, ILanes<S, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        nint i = 0;
        for (; i + L.Count <= count; i += L.Count) L.Store((scale * (L.Load(x + i) - most)) - logarithm, to + i);
        for (; i < count; i++) S.Store((scale * (S.Load(x + i) - most)) - logarithm, to + i);
    }
}
