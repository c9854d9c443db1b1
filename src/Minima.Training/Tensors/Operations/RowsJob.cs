using System.Numerics;
using System.Runtime.Intrinsics;
using Minima.Reals;

namespace Minima.Training;

/// <summary>Work on rows whose neighbours in memory belong to somebody else: whole lanes first, then element by element. Blocks of rows are fixed by the sizes alone.</summary>
internal abstract unsafe class RowsJob : BlockJob
{
    private int _rows;
    private int _rowsOfBlock;
    private ElementType _type;

    public override void Run(int block)
    {
        var first = block * _rowsOfBlock;
        var last = Math.Min(first + _rowsOfBlock, _rows);
        if (_type == ElementType.Single)
        {
            if (Vector512.IsHardwareAccelerated) Rows<V16, F32, float>(first, last);
            else if (Vector256.IsHardwareAccelerated) Rows<V8, F32, float>(first, last);
            else Rows<V4, F32, float>(first, last);
        }
        else
        {
            if (Vector512.IsHardwareAccelerated) Rows<W8, F64, double>(first, last);
            else if (Vector256.IsHardwareAccelerated) Rows<W4, F64, double>(first, last);
            else Rows<W2, F64, double>(first, last);
        }
    }

    /// <summary>Rows of a block: fixed by what is touched for each.</summary>
    protected static int RowsOfBlock(int work) => Math.Max(1, LaneJob.Block / Math.Max(work, 1));

    /// <summary>Runs all rows, on several threads where they are many.</summary>
    /// <param name="rows">How many.</param>
    /// <param name="work">Elements touched for each.</param>
    /// <param name="type">Float or double.</param>
    protected void RunAll(int rows, int work, ElementType type)
    {
        if (rows == 0) return;
        _rows = rows;
        _type = type;
        _rowsOfBlock = RowsOfBlock(work);
        var blocks = (rows + _rowsOfBlock - 1) / _rowsOfBlock;
        Workers.Run(this, blocks, blocks > 1 ? Threads.Most : 1);
    }

    /// <summary>Rows from first to last.</summary>
    protected abstract void Rows<L, S, TElement>(int first, int last)
        where L : unmanaged, ILanes<L, TElement>
        where S : unmanaged, ILanes<S, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>;
}
