using System.Numerics;
using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Tensors;

/// <summary>
/// Sums over the middle of [outer, length, inner]. Rows of neighbours are summed in double by sixteen accumulators. Columns are summed in lanes,
/// in slices of rows of fixed size that are then added in order: results are bit-identical for any number of threads.
/// </summary>
internal sealed unsafe class SumJob : BlockJob
{
    private const int RowBlock = 16 * 1024;
    private const int SliceRows = 256;
    private const int ColumnBlock = 512;

    private byte[] _memory = [];
    private byte* _from;
    private byte* _to;
    private byte* _slices;
    private int _length;
    private int _inner;
    private int _columnBlocks;
    private int _sliceCount;
    private int _parts;
    private ElementType _type;

    /// <summary>to[o, i] = sum over l of from[o, l, i].</summary>
    public static void Run(Node from, Node to, int outer, int length, int inner)
    {
        if (to.Count == 0) return;
        if (from.Count == 0)
        {
            new Span<byte>(to.Pointer, to.Count * Node.SizeOf(to.Type)).Clear();
            return;
        }

        var job = Pooled<SumJob>.Rent();
        job._from = from.Pointer;
        job._to = to.Pointer;
        job._length = length;
        job._inner = inner;
        job._type = from.Type;
        if (inner == 1) job.SumRows(outer);
        else job.SumColumns(outer);
        Pooled<SumJob>.Return(job);
    }

    public override void Run(int block)
    {
        if (_inner == 1)
        {
            RunRow(block);
            return;
        }

        var single = _type == ElementType.Single;
        var column = block % _columnBlocks;
        var slice = block / _columnBlocks % _sliceCount;
        var outer = block / _columnBlocks / _sliceCount;
        var start = column * ColumnBlock;
        var count = Math.Min(ColumnBlock, _inner - start);
        var first = slice * SliceRows;
        var rows = Math.Min(SliceRows, _length - first);
        var size = single ? 4 : 8;
        var from = _from + ((((long)outer * _length) + first) * _inner * size) + ((long)start * size);
        var to = (_sliceCount == 1 ? _to + ((long)outer * _inner * size) : _slices + ((((long)outer * _sliceCount) + slice) * _inner * size)) + ((long)start * size);
        Columns(from, to, rows, count, single);
    }

    private void Columns(byte* from, byte* to, int rows, int count, bool single)
    {
        if (single)
        {
            var part = new ColumnsPart<float>(from, to, rows, count, _inner);
            WidestLanes.OfSingle(ref part);
        }
        else
        {
            var part = new ColumnsPart<double>(from, to, rows, count, _inner);
            WidestLanes.OfDouble(ref part);
        }
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static void Columns<L, S, TElement>(TElement* from, TElement* to, nint rows, nint count, nint step)
        where L : unmanaged, ILanes<L, TElement>
        where S : unmanaged, ILanes<S, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        nint i = 0;
        for (; i + (4 * L.Count) <= count; i += 4 * L.Count)
        {
            var x = from + i;
            var a = L.Load(x);
            var b = L.Load(x + L.Count);
            var c = L.Load(x + (2 * L.Count));
            var d = L.Load(x + (3 * L.Count));
            for (nint row = 1; row < rows; row++)
            {
                x += step;
                a += L.Load(x);
                b += L.Load(x + L.Count);
                c += L.Load(x + (2 * L.Count));
                d += L.Load(x + (3 * L.Count));
            }

            L.Store(a, to + i);
            L.Store(b, to + i + L.Count);
            L.Store(c, to + i + (2 * L.Count));
            L.Store(d, to + i + (3 * L.Count));
        }

        for (; i + L.Count <= count; i += L.Count)
        {
            var a = L.Load(from + i);
            for (nint row = 1; row < rows; row++) a += L.Load(from + i + (row * step));
            L.Store(a, to + i);
        }

        for (; i < count; i++)
        {
            var a = S.Load(from + i);
            for (nint row = 1; row < rows; row++) a += S.Load(from + i + (row * step));
            S.Store(a, to + i);
        }
    }

    private void SumRows(int outer)
    {
        _parts = (_length + RowBlock - 1) / RowBlock;
        if (_parts == 1)
        {
            Workers.Run(this, outer, (long)outer * _length > RowBlock ? Threads.Most : 1);
            return;
        }

        fixed (byte* memory = Memory((long)outer * _parts * sizeof(double)))
        {
            _slices = memory;
            Workers.Run(this, outer * _parts, Threads.Most);
            for (var row = 0; row < outer; row++)
            {
                double sum = 0;
                for (var part = 0; part < _parts; part++) sum += ((double*)memory)[(row * _parts) + part];
                Put(row, sum);
            }
        }
    }

    /// <summary>Memory kept between calls: the garbage collector would empty a shared pool now and then.</summary>
    private byte[] Memory(long bytes)
    {
        if (_memory.Length < bytes) _memory = new byte[checked((int)Math.Max(bytes, 2L * _memory.Length))];
        return _memory;
    }

    private void RunRow(int block)
    {
        var row = block / _parts;
        var part = block % _parts;
        var start = part * RowBlock;
        var count = Math.Min(RowBlock, _length - start);
        var at = ((long)row * _length) + start;
        var sum = _type == ElementType.Single ? BlockSum.Of((float*)_from + at, count) : BlockSum.Of((double*)_from + at, count);
        if (_parts == 1) Put(row, sum);
        else ((double*)_slices)[block] = sum;
    }

    private void Put(int row, double sum)
    {
        if (_type == ElementType.Single) ((float*)_to)[row] = (float)sum;
        else ((double*)_to)[row] = sum;
    }

    private void SumColumns(int outer)
    {
        _columnBlocks = (_inner + ColumnBlock - 1) / ColumnBlock;
        _sliceCount = (_length + SliceRows - 1) / SliceRows;
        var blocks = checked(outer * _columnBlocks * _sliceCount);
        var threads = (long)outer * _length * _inner > RowBlock ? Threads.Most : 1;
        if (_sliceCount == 1)
        {
            Workers.Run(this, blocks, threads);
            return;
        }

        var size = Node.SizeOf(_type);
        fixed (byte* memory = Memory((long)outer * _sliceCount * _inner * size))
        {
            _slices = memory;
            Workers.Run(this, blocks, threads);
            for (var row = 0; row < outer; row++)
            {
                Columns(memory + ((long)row * _sliceCount * _inner * size), _to + ((long)row * _inner * size), _sliceCount, _inner, _type == ElementType.Single);
            }
        }
    }

    private readonly struct ColumnsPart<TElement>(byte* from, byte* to, int rows, int count, int step) : ILaneWork<TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        public void Run<L, S>()
            where L : unmanaged, ILanes<L, TElement>
            where S : unmanaged, ILanes<S, TElement> => Columns<L, S, TElement>((TElement*)from, (TElement*)to, rows, count, step);
    }
}
