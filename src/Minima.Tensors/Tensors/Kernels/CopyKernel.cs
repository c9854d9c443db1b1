namespace Minima.Tensors;

/// <summary>Copies views element by element into memory without gaps.</summary>
internal static unsafe class CopyKernel
{
    /// <summary>The node itself if it is dense, else a dense copy without history.</summary>
    public static Node Dense(Node from)
    {
        if (from.IsContiguous) return from;
        var to = Node.New(from.Shape, from.Type);
        Run(from, to);
        return to;
    }

    /// <summary>to = from; equal shapes, <paramref name="to"/> dense.</summary>
    public static void Run(Node from, Node to)
    {
        if (from.IsContiguous)
        {
            var bytes = (long)from.Count * Node.SizeOf(from.Type);
            Buffer.MemoryCopy(from.Pointer, to.Pointer, bytes, bytes);
        }
        else if (from.Type == ElementType.Double)
        {
            Walk((double*)from.Pointer, (double*)to.Pointer, from);
        }
        else
        {
            Walk((float*)from.Pointer, (float*)to.Pointer, from);
        }

        GC.KeepAlive(from);
        GC.KeepAlive(to);
    }

    private static void Walk<TElement>(TElement* from, TElement* to, Node view)
        where TElement : unmanaged
    {
        var shape = view.Shape;
        var rank = shape.Rank;
        if (shape.Count == 0) return;
        var inner = rank == 0 ? 1 : shape[rank - 1];
        var step = rank == 0 ? 1 : view.Strides[rank - 1];

        // A transposed matrix is copied in small squares: by rows it would touch a cache line for each element.
        if (rank >= 2 && step > 1 && view.Strides[rank - 2] == 1)
        {
            var rows = shape[rank - 2];
            var index = default(Steps);
            do
            {
                var start = Start(view, index);
                Transpose(from + start, step, to, rows, inner);
                to += (long)rows * inner;
            }
            while (Next(ref index, shape, rank - 2));
            return;
        }

        var position = default(Steps);
        do
        {
            var row = from + Start(view, position);
            if (step == 1) Buffer.MemoryCopy(row, to, (long)inner * sizeof(TElement), (long)inner * sizeof(TElement));
            else if (step == 0) new Span<TElement>(to, inner).Fill(*row);
            else for (var i = 0; i < inner; i++) to[i] = row[(long)i * step];
            to += inner;
        }
        while (Next(ref position, shape, rank - 1));
    }

    private static void Transpose<TElement>(TElement* from, int step, TElement* to, int rows, int columns)
        where TElement : unmanaged
    {
        const int Square = 16;
        for (var r = 0; r < rows; r += Square)
        {
            var lastRow = Math.Min(r + Square, rows);
            for (var c = 0; c < columns; c += Square)
            {
                var lastColumn = Math.Min(c + Square, columns);
                for (var i = r; i < lastRow; i++)
                {
                    for (var j = c; j < lastColumn; j++) to[((long)i * columns) + j] = from[i + ((long)j * step)];
                }
            }
        }
    }

    private static long Start(Node view, in Steps index)
    {
        long start = 0;
        for (var axis = 0; axis < view.Shape.Rank; axis++) start += (long)index[axis] * view.Strides[axis];
        return start;
    }

    /// <summary>Increments an index over the first <paramref name="axes"/> axes; false when it wraps around.</summary>
    private static bool Next(ref Steps index, in Shape shape, int axes)
    {
        for (var axis = axes - 1; axis >= 0; axis--)
        {
            if (++index[axis] < shape[axis]) return true;
            index[axis] = 0;
        }

        return false;
    }
}
