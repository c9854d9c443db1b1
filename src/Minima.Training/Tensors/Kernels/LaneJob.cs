using System.Numerics;
using System.Runtime.Intrinsics;
using Minima.Reals;

namespace Minima.Training;

/// <summary>Work over elements one by one, cut into blocks of whole lanes. Memory of tensors may be read and written up to the end of the last lane.</summary>
internal abstract unsafe class LaneJob : BlockJob
{
    /// <summary>Elements of a block: its inputs and its output stay in the second-level cache.</summary>
    public const int Block = 16 * 1024;

    private int _count;
    private ElementType _type;

    public override void Run(int block)
    {
        var start = (nint)block * Block;
        var end = Math.Min(start + Block, _count);
        if (_type == ElementType.Single)
        {
            if (Vector512.IsHardwareAccelerated) Range<V16, float>(start, end);
            else if (Vector256.IsHardwareAccelerated) Range<V8, float>(start, end);
            else Range<V4, float>(start, end);
        }
        else
        {
            if (Vector512.IsHardwareAccelerated) Range<W8, double>(start, end);
            else if (Vector256.IsHardwareAccelerated) Range<W4, double>(start, end);
            else Range<W2, double>(start, end);
        }
    }

    /// <summary>Runs the whole job, on several threads where it is long.</summary>
    protected void RunAll(int count, ElementType type)
    {
        if (count == 0) return;
        _count = count;
        _type = type;
        var blocks = (int)(((long)count + Block - 1) / Block);
        Workers.Run(this, blocks, blocks > 1 ? Threads.Most : 1);
    }

    /// <summary>Elements from start to end; start is a multiple of every lane.</summary>
    protected abstract void Range<L, TElement>(nint start, nint end)
        where L : unmanaged, ILanes<L, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>;
}
