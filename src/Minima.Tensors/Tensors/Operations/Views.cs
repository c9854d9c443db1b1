namespace Minima.Tensors;

/// <summary>The same elements without gaps.</summary>
internal sealed class Densify : Operation
{
    private static readonly Densify Instance = new();

    public override string Name => "copy";

    /// <summary>A dense copy with its own memory.</summary>
    public static Tensor Copy(Tensor x)
    {
        var from = x.Node;
        var node = Node.New(from.Shape, from.Type, Instance, from);
        CopyKernel.Run(from, node);
        return node.Finish();
    }

    public override void Backward(Node node, Tensor gradient, BackwardPass pass) => pass.Add(node.Input(0), gradient);
}

/// <summary>The same elements in another shape.</summary>
internal sealed class Reshaped : Operation
{
    private static readonly Reshaped Instance = new();

    public override string Name => "reshape";

    public static Tensor Apply(Tensor x, in Shape shape)
    {
        if (x.Shape == shape) return x;
        if (x.Count != shape.Count) throw new TrainingException($"Reshape cannot change the number of elements: a tensor of shape {x.Shape} has {x.Count}, the new shape {shape} has {shape.Count}.");
        var from = x.Contiguous().Node;
        return Node.View(from, shape, Steps.Dense(shape), from.Offset, Instance).Finish();
    }

    public override void Backward(Node node, Tensor gradient, BackwardPass pass) => pass.Add(node.Input(0), Apply(gradient, node.Input(0).Shape));
}

/// <summary>The same elements with axes in another order.</summary>
internal sealed class Permuted : Operation
{
    private static readonly Permuted Instance = new();

    public override string Name => "permute";

    public static Tensor Apply(Tensor x, ReadOnlySpan<int> axes)
    {
        var from = x.Node;
        var rank = from.Shape.Rank;
        Span<int> lengths = stackalloc int[Shape.MostAxes];
        var strides = default(Steps);
        var seen = 0;
        for (var i = 0; i < axes.Length && i < rank; i++)
        {
            var axis = axes[i];
            if ((uint)axis >= (uint)rank || (seen & (1 << axis)) != 0) break;
            seen |= 1 << axis;
            lengths[i] = from.Shape[axis];
            strides[i] = from.Strides[axis];
        }

        if (axes.Length != rank || seen != (1 << rank) - 1)
        {
            throw new TrainingException($"Permute: the axes are ({string.Join(", ", axes.ToArray())}) for the shape {from.Shape}; each of 0 to {rank - 1} must occur once.");
        }

        var node = Node.View(from, Shape.Of(lengths[..rank]), strides, from.Offset, Instance);
        var packed = 0;
        for (var i = 0; i < rank; i++) packed |= axes[i] << (4 * i);
        node.Arguments.First = packed;
        return node.Finish();
    }

    public override void Backward(Node node, Tensor gradient, BackwardPass pass)
    {
        Span<int> inverse = stackalloc int[Shape.MostAxes];
        for (var i = 0; i < node.Shape.Rank; i++) inverse[(node.Arguments.First >> (4 * i)) & 15] = i;
        pass.Add(node.Input(0), Apply(gradient, inverse[..node.Shape.Rank]));
    }
}

/// <summary>Some neighbouring positions of an axis.</summary>
internal sealed class Sliced : Operation
{
    private static readonly Sliced Instance = new();

    public override string Name => "slice";

    public static Tensor Apply(Tensor x, int axis, int start, int count)
    {
        var from = x.Node;
        var length = from.Shape[axis];
        if (start < 0 || count < 0 || start > length - count)
        {
            throw new TrainingException($"Cannot take positions {start} to {start + count - 1} of axis {axis}; the shape {from.Shape} has 0 to {length - 1} there.");
        }

        var node = Node.View(from, from.Shape.With(axis, count), from.Strides, from.Offset + (start * from.Strides[axis]), Instance);
        node.Arguments.First = axis;
        node.Arguments.Second = start;
        return node.Finish();
    }

    public override void Backward(Node node, Tensor gradient, BackwardPass pass) =>
        pass.Add(node.Input(0), Padded.Apply(gradient, node.Arguments.First, node.Arguments.Second, node.Input(0).Shape[node.Arguments.First]));
}

/// <summary>Pads an axis with zeros before and after: the gradient of a slice.</summary>
internal sealed unsafe class Padded : Operation
{
    private static readonly Padded Instance = new();

    public override string Name => "pad";

    public static Tensor Apply(Tensor x, int axis, int start, int length)
    {
        var from = x.Contiguous().Node;
        var node = Node.New(from.Shape.With(axis, length), from.Type, Instance, from);
        node.Arguments.First = axis;
        node.Arguments.Second = start;
        var size = Node.SizeOf(from.Type);
        long inner = size;
        for (var i = axis + 1; i < from.Shape.Rank; i++) inner *= from.Shape[i];
        var outer = 1;
        for (var i = 0; i < axis; i++) outer *= from.Shape[i];
        var count = from.Shape[axis];
        for (var i = 0; i < outer; i++)
        {
            var to = node.Pointer + (i * length * inner);
            new Span<byte>(to, (int)(start * inner)).Clear();
            Buffer.MemoryCopy(from.Pointer + (i * count * inner), to + (start * inner), count * inner, count * inner);
            new Span<byte>(to + ((start + count) * inner), (int)((length - start - count) * inner)).Clear();
        }

        return node.Finish();
    }

    public override void Backward(Node node, Tensor gradient, BackwardPass pass) =>
        pass.Add(node.Input(0), Sliced.Apply(gradient, node.Arguments.First, node.Arguments.Second, node.Input(0).Shape[node.Arguments.First]));
}

/// <summary>Joins tensors along an axis.</summary>
internal sealed unsafe class Joined : Operation
{
    private static readonly Joined Instance = new();

    public override string Name => "concatenate";

    public static Tensor Apply(ReadOnlySpan<Tensor> parts, int axis)
    {
        if (parts.Length == 0) throw new TrainingException("Concatenate needs at least one tensor.");
        var first = parts[0].Node;
        var total = 0;

        // Dense copies of views are created before the result: the backward pass follows the order of creation.
        var dense = Pooled<List<Node>>.Own;
        for (var i = 0; i < parts.Length; i++)
        {
            var part = parts[i].Node;
            if (part.Type != first.Type || part.Shape.Rank != first.Shape.Rank || part.Shape.With(axis, 1) != first.Shape.With(axis, 1))
            {
                throw new TrainingException($"Concatenate along axis {axis}: the first part is {first.Type} {first.Shape}, part {i + 1} is {part.Type} {part.Shape}; their types, and all axes except {axis}, must be equal.");
            }

            total = checked(total + part.Shape[axis]);
        }

        foreach (var part in parts) dense.Add(part.Contiguous().Node);
        var node = Node.New(first.Shape.With(axis, total), first.Type, Instance);
        node.Arguments.First = axis;
        long inner = Node.SizeOf(first.Type);
        for (var i = axis + 1; i < first.Shape.Rank; i++) inner *= first.Shape[i];
        var outer = 1;
        for (var i = 0; i < axis; i++) outer *= first.Shape[i];
        long start = 0;
        foreach (var part in dense)
        {
            node.AddInput(part);
            var bytes = part.Shape[axis] * inner;
            for (var i = 0; i < outer; i++) Buffer.MemoryCopy(part.Pointer + (i * bytes), node.Pointer + (i * total * inner) + start, bytes, bytes);
            start += bytes;
        }

        dense.Clear();
        return node.Finish();
    }

    public override void Backward(Node node, Tensor gradient, BackwardPass pass)
    {
        var axis = node.Arguments.First;
        var start = 0;
        for (var i = 0; i < node.InputCount; i++)
        {
            var length = node.Input(i).Shape[axis];
            if (pass.Needs(node, i)) pass.Add(node.Input(i), Sliced.Apply(gradient, axis, start, length));
            start += length;
        }
    }
}

/// <summary>A view of a tensor in a larger shape in which it repeats.</summary>
internal sealed class BroadcastView : Operation
{
    private static readonly BroadcastView Instance = new();

    public override string Name => "broadcast";

    /// <summary>Axes are matched from the last; an axis of length 1, or a missing one, repeats.</summary>
    public static Tensor To(Tensor x, in Shape shape)
    {
        if (x.Shape == shape) return x;
        var from = x.Node;
        var missing = shape.Rank - from.Shape.Rank;
        var strides = default(Steps);
        var fits = missing >= 0;
        for (var axis = 0; fits && axis < from.Shape.Rank; axis++)
        {
            if (from.Shape[axis] == shape[axis + missing]) strides[axis + missing] = from.Strides[axis];
            else fits = from.Shape[axis] == 1;
        }

        if (!fits) throw new TrainingException($"Cannot broadcast the shape {from.Shape} to {shape}: counted from the last, each axis must be equal, 1 or absent. For other axes, call Reshape first.");
        return Node.View(from, shape, strides, from.Offset, Instance).Finish();
    }

    public override void Backward(Node node, Tensor gradient, BackwardPass pass) => pass.Add(node.Input(0), SumOperation.To(gradient, node.Input(0).Shape));
}
