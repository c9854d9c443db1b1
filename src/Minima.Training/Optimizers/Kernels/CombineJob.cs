using System.Numerics;
using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Training;

/// <summary>to = a x + b y over all elements; to may be x or y.</summary>
internal sealed unsafe class CombineJob : RowsJob
{
    private void* _to;
    private void* _x;
    private void* _y;
    private double _a;
    private double _b;

    public void Run(void* to, double a, void* x, double b, void* y, int count, ElementType type)
    {
        _to = to;
        _a = a;
        _x = x;
        _b = b;
        _y = y;
        RunAll(count, 1, type);
    }

    protected override void Rows<L, S, TElement>(int start, int end) => Loop<L, TElement>((TElement*)_to, _a, (TElement*)_x, _b, (TElement*)_y, start, end);

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static void Loop<L, TElement>(TElement* to, double a, TElement* x, double b, TElement* y, nint start, nint end)
        where L : unmanaged, ILanes<L, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var first = L.Of(a);
        var second = L.Of(b);
        for (var i = start; i < end; i += L.Count) L.Store(L.FusedMultiplyAdd(L.Load(y + i), second, first * L.Load(x + i)), to + i);
    }
}

/// <summary>A sum of terms over one long vector.</summary>
internal sealed unsafe class FlatSumJob<TTerm> : BlockJob
    where TTerm : struct, ISumTerm
{
    private void* _x;
    private void* _y;
    private int _count;
    private ElementType _type;

    public double Sum(void* x, void* y, int count, ElementType type)
    {
        _x = x;
        _y = y;
        _count = count;
        _type = type;
        var blocks = (int)(((long)count + RowsJob.Block - 1) / RowsJob.Block);
        return SumOfBlocks(blocks, blocks > 1 ? Threads.Most : 1);
    }

    public override void Run(int block)
    {
        var start = (nint)block * RowsJob.Block;
        SetSum(block, TermSum<TTerm>.Of(_x, _y, _type, start, Math.Min(RowsJob.Block, _count - start)));
    }
}
