using System.Numerics;
using Minima.Reals;

namespace Minima.Tensors;

/// <summary>Work on rows whose neighbouring memory it must not touch: full lanes first, then element by element. Blocks of rows depend only on the sizes.</summary>
internal abstract unsafe class RowsJob : BlockJob
{
    /// <summary>The number of elements of a block: its inputs and its output stay in the second-level cache.</summary>
    public const int Block = 16 * 1024;

    private int _rows;
    private int _rowsOfBlock;
    private ElementType _type;

    public override void Run(int block)
    {
        var first = block * _rowsOfBlock;
        var last = (int)Math.Min(first + (long)_rowsOfBlock, _rows);
        if (_type == ElementType.Single)
        {
            var part = new Part<float>(this, first, last);
            WidestLanes.OfSingle(ref part);
        }
        else
        {
            var part = new Part<double>(this, first, last);
            WidestLanes.OfDouble(ref part);
        }
    }

    /// <summary>The number of rows of a block, from the number of elements touched for each row.</summary>
    protected static int RowsOfBlock(int work) => Math.Max(1, Block / Math.Max(work, 1));

    /// <summary>Runs all rows, on several threads if they are many.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="work">The number of elements touched for each row.</param>
    /// <param name="type">Float or double.</param>
    protected void RunAll(int rows, int work, ElementType type)
    {
        if (rows == 0) return;
        _rows = rows;
        _type = type;
        _rowsOfBlock = RowsOfBlock(work);
        var blocks = (int)((rows + (long)_rowsOfBlock - 1) / _rowsOfBlock);
        Workers.Run(this, blocks, blocks > 1 ? Threads.Most : 1);
    }

    /// <summary>Runs the rows from first to last. If a row is one element, the first is a multiple of every lane width, and the last lane may read and write beyond the end.</summary>
    protected abstract void Rows<L, S, TElement>(int first, int last)
        where L : unmanaged, ILanes<L, TElement>
        where S : unmanaged, ILanes<S, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>;

    private readonly struct Part<TElement>(RowsJob job, int first, int last) : ILaneWork<TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        public void Run<L, S>()
            where L : unmanaged, ILanes<L, TElement>
            where S : unmanaged, ILanes<S, TElement> => job.Rows<L, S, TElement>(first, last);
    }
}
