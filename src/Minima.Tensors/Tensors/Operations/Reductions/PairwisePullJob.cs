using System.Numerics;
using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Tensors;

/// <summary>2 sum_j g_ij (x_i - y_j) for each row i, in the order of j.</summary>
internal sealed unsafe class PairwisePullJob : RowsJob
{
    private byte* _factors;
    private byte* _rows;
    private byte* _others;
    private byte* _to;
    private nint _count;
    private nint _width;

    public static void Run(Node factors, Node rows, Node others, Node to)
    {
        if (to.Count == 0) return;
        var job = Pooled<PairwisePullJob>.Own;
        job._factors = factors.Pointer;
        job._rows = rows.Pointer;
        job._others = others.Pointer;
        job._to = to.Pointer;
        job._count = others.Shape[0];
        job._width = rows.Shape[1];
        job.RunAll(rows.Shape[0], (int)Math.Min((long)Math.Max(job._count, 1) * job._width, int.MaxValue), to.Type);
        GC.KeepAlive(factors);
        GC.KeepAlive(rows);
        GC.KeepAlive(others);
    }

    protected override void Rows<L, S, TElement>(int first, int last)
    {
        for (var row = first; row < last; row++)
        {
            var to = (TElement*)_to + (row * _width);
            new Span<TElement>(to, (int)_width).Clear();
            Add<L, S, TElement>((TElement*)_factors + (row * _count), (TElement*)_rows + (row * _width), (TElement*)_others, to, _count, _width);
        }
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static void Add<L, S, TElement>(TElement* factors, TElement* x, TElement* y, TElement* to, nint count, nint width)
        where L : unmanaged, ILanes<L, TElement>
        where S : unmanaged, ILanes<S, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var whole = width - (width % L.Count);
        for (nint j = 0; j < count; j++, y += width)
        {
            var factor = 2 * double.CreateTruncating(factors[j]);
            if (factor == 0) continue;
            var wide = L.Of(factor);
            var narrow = S.Of(factor);
            for (nint k = 0; k < whole; k += L.Count) L.Store(L.Load(to + k) + (wide * (L.Load(x + k) - L.Load(y + k))), to + k);
            for (var k = whole; k < width; k++) S.Store(S.Load(to + k) + (narrow * (S.Load(x + k) - S.Load(y + k))), to + k);
        }
    }
}
