namespace Minima.Tensors;

/// <summary>
/// Elements along an axis: as [outer, length, inner], y[o, k, i] = x[o, index[o, k, i], i]. Maxima and max pooling are this, once the indices
/// are known. An index of -1 selects nothing and gives 0. Its gradient adds to those elements, and the gradient of that gathers from them again.
/// </summary>
internal sealed unsafe class ElementsByIndex : Operation
{
    private static readonly ElementsByIndex Instance = new();

    public override string Name => "elements by index";

    /// <param name="x">[outer, length, inner] in any shape.</param>
    /// <param name="index">int [outer, places, inner] in any shape, each below the length, or -1.</param>
    /// <param name="length">The length of the axis.</param>
    /// <param name="inner">The number of elements after the axis.</param>
    /// <param name="shape">The shape of the result.</param>
    public static Tensor Apply(Tensor x, Tensor index, int length, int inner, in Shape shape)
    {
        var from = x.Contiguous().Node;
        var node = New(from, index, length, inner, shape);
        var wanted = (int*)index.Node.Pointer;
        var places = Places(index.Node, from.Count, length);
        if (node.Type == ElementType.Single) Take((float*)from.Pointer, wanted, (float*)node.Pointer, node.Count, places, length, inner);
        else Take((double*)from.Pointer, wanted, (double*)node.Pointer, node.Count, places, length, inner);
        return node.Finish();
    }

    /// <summary>Creates a node whose contents the caller writes, as defined above.</summary>
    public static Node New(Node from, Tensor index, int length, int inner, in Shape shape)
    {
        var node = Node.New(shape, from.Type, Instance, from, index.Node);
        node.Arguments.First = length;
        node.Arguments.Second = inner;
        return node;
    }

    public override void Backward(Node node, Tensor gradient, BackwardPass pass)
    {
        var x = node.Input(0);
        if (pass.Needs(x)) pass.Add(x, SumsAtIndex.Apply(gradient, new Tensor(node.Input(1)), node.Arguments.First, node.Arguments.Second, x.Shape));
    }

    /// <summary>The number of elements taken along the axis.</summary>
    public static int Places(Node index, int count, int length) => (int)((long)index.Count * length / Math.Max(count, 1));

    private static void Take<TElement>(TElement* from, int* index, TElement* to, int count, int places, int length, int inner)
        where TElement : unmanaged
    {
        var block = places * inner;
        for (var i = 0; i < count; i++) to[i] = index[i] < 0 ? default : from[((((long)(i / block) * length) + index[i]) * inner) + (i % inner)];
    }
}

/// <summary>As [outer, length, inner], y[o, index[o, k, i], i] is the sum of the x[o, k, i] with that index; 0 if there are none.</summary>
internal sealed class SumsAtIndex : Operation
{
    private static readonly SumsAtIndex Instance = new();

    public override string Name => "sums at index";

    public static Tensor Apply(Tensor x, Tensor index, int length, int inner, in Shape shape)
    {
        var from = x.Contiguous().Node;
        var node = Node.New(shape, from.Type, Instance, from, index.Node);
        node.Arguments.First = length;
        node.Arguments.Second = inner;
        SumsAtIndexJob.Run(from, index.Node, node, length, inner);
        return node.Finish();
    }

    public override void Backward(Node node, Tensor gradient, BackwardPass pass) =>
        pass.Add(node.Input(0), ElementsByIndex.Apply(gradient, new Tensor(node.Input(1)), node.Arguments.First, node.Arguments.Second, node.Input(0).Shape));
}

/// <summary>Adds elements at their indices: a block is a range of the outer axis, within which they are added in order.</summary>
internal sealed unsafe class SumsAtIndexJob : RowsJob
{
    private byte* _from;
    private byte* _to;
    private int* _index;
    private int _places;
    private int _length;
    private int _inner;

    public static void Run(Node from, Node index, Node to, int length, int inner)
    {
        if (to.Count == 0) return;
        var job = Pooled<SumsAtIndexJob>.Own;
        job._from = from.Pointer;
        job._to = to.Pointer;
        job._index = (int*)index.Pointer;
        job._places = ElementsByIndex.Places(index, to.Count, length);
        job._length = length;
        job._inner = inner;
        job.RunAll(to.Count / (length * inner), length * inner, to.Type);
    }

    protected override void Rows<L, S, TElement>(int first, int last)
    {
        var size = (long)_length * _inner;
        var block = _places * _inner;
        new Span<byte>((TElement*)_to + (first * size), checked((int)((last - first) * size * sizeof(TElement)))).Clear();
        for (var row = first; row < last; row++)
        {
            var from = (TElement*)_from + ((long)row * block);
            var index = _index + ((long)row * block);
            var to = (TElement*)_to + (row * size);
            for (var i = 0; i < block; i++)
            {
                if (index[i] >= 0) to[((long)index[i] * _inner) + (_inner == 1 ? 0 : i % _inner)] += from[i];
            }
        }
    }
}
