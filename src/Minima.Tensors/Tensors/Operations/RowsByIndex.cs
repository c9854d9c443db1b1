using System.Numerics;
using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Tensors;

/// <summary>y[i] = table[index[i]], row by row. Its gradient is <see cref="SumByIndex"/>, whose gradient is this again.</summary>
internal sealed unsafe class RowsByIndex : Operation
{
    private static readonly RowsByIndex Instance = new();

    public override string Name => "rows by index";

    /// <param name="table">[count, width].</param>
    /// <param name="indices">int, any shape.</param>
    /// <returns>A tensor of the shape of the indices, followed by the width.</returns>
    public static Tensor Apply(Tensor table, Tensor indices)
    {
        var rows = table.Contiguous().RealNode("rows by index");
        var wanted = indices.Contiguous().Node;
        Check(rows, wanted);
        var width = rows.Shape[1];
        var node = Node.New(wanted.Shape.Insert(wanted.Shape.Rank, width), rows.Type, Instance, rows, wanted);
        var bytes = (long)width * Node.SizeOf(rows.Type);
        var index = (int*)wanted.Pointer;
        for (var i = 0; i < wanted.Count; i++) Buffer.MemoryCopy(rows.Pointer + (index[i] * bytes), node.Pointer + (i * bytes), bytes, bytes);
        return node.Finish();
    }

    public override void Backward(Node node, Tensor gradient, BackwardPass pass)
    {
        var table = node.Input(0);
        if (pass.Needs(table)) pass.Add(table, SumByIndex.Apply(gradient, new Tensor(node.Input(1)), table.Shape[0]));
    }

    private static void Check(Node rows, Node wanted)
    {
        if (rows.Shape.Rank != 2) throw new TrainingException($"Rows can be selected only from a table with two axes; this one has the shape {rows.Shape}.");
        if (wanted.Type != ElementType.Int32) throw new TrainingException($"Rows of the table {rows.Shape} cannot be selected by {wanted.Type} {wanted.Shape}; indices must be int. Use Tensor.Of with int values, or To(ElementType.Int32).");
        var index = Tensor.Elements<int>(wanted);
        var count = rows.Shape[0];
        for (var i = 0; i < index.Length; i++)
        {
            if ((uint)index[i] >= (uint)count) throw new TrainingException($"The index at position {i} of the indices {wanted.Shape} is {index[i]}; the table {rows.Shape} has the rows 0 to {count - 1}.");
        }
    }
}

/// <summary>
/// y[k] = the sum of all x[i] with index[i] = k. Each element of y is one sum in the order of i: threads share out the columns, not the rows.
/// </summary>
internal sealed class SumByIndex : Operation
{
    private static readonly SumByIndex Instance = new();

    public override string Name => "sum by index";

    public static Tensor Apply(Tensor x, Tensor indices, int count)
    {
        var rows = x.Contiguous().Node;
        var index = indices.Node;
        var node = Node.New([count, rows.Shape[^1]], rows.Type, Instance, rows, index);
        SumByIndexJob.Run(rows, index, node);
        return node.Finish();
    }

    public override void Backward(Node node, Tensor gradient, BackwardPass pass) => pass.Add(node.Input(0), RowsByIndex.Apply(gradient, new Tensor(node.Input(1))));
}

/// <summary>Adds rows to the rows at their indices: a block is a range of columns.</summary>
internal sealed unsafe class SumByIndexJob : RowsJob
{
    /// <summary>Two cache lines of float, four of double.</summary>
    private const int Columns = 32;

    private byte* _from;
    private byte* _to;
    private int* _index;
    private int _count;
    private int _width;

    public static void Run(Node from, Node index, Node to)
    {
        var job = Pooled<SumByIndexJob>.Own;
        job._from = from.Pointer;
        job._to = to.Pointer;
        job._index = (int*)index.Pointer;
        job._count = index.Count;
        job._width = to.Shape[1];
        new Span<byte>(to.Pointer, to.Count * Node.SizeOf(to.Type)).Clear();
        job.RunAll((to.Shape[1] + Columns - 1) / Columns, index.Count * Columns, to.Type);
    }

    protected override void Rows<L, S, TElement>(int first, int last)
    {
        var start = first * Columns;
        Add<L, S, TElement>((TElement*)_from + start, (TElement*)_to + start, _index, _count, _width, Math.Min(last * Columns, _width) - start);
    }

    [MethodImpl(NoInlining | AggressiveOptimization)]
    private static void Add<L, S, TElement>(TElement* from, TElement* to, int* index, int count, nint step, nint columns)
        where L : unmanaged, Reals.ILanes<L, TElement>
        where S : unmanaged, Reals.ILanes<S, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        var whole = columns - (columns % L.Count);
        for (var i = 0; i < count; i++, from += step)
        {
            var row = to + (index[i] * step);
            nint j = 0;
            for (; j < whole; j += L.Count) L.Store(L.Load(row + j) + L.Load(from + j), row + j);
            for (; j < columns; j++) S.Store(S.Load(row + j) + S.Load(from + j), row + j);
        }
    }
}
