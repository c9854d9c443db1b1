namespace Minima.Tensors;

/// <summary>Sums along axes.</summary>
internal sealed class SumOperation : Operation
{
    private static readonly SumOperation Instance = new();

    public override string Name => "sum";

    /// <summary>The sum of all elements.</summary>
    public static Tensor All(Tensor x)
    {
        var from = x.Contiguous().RealNode("sum");
        return Sum(from, 1, from.Count, 1, Shape.Scalar, -1);
    }

    /// <summary>The sum along an axis, which is kept with length 1 or removed.</summary>
    public static Tensor Along(Tensor x, int axis, bool keep)
    {
        var from = x.Contiguous().RealNode("sum");
        var length = from.Shape[axis];
        var outer = 1;
        for (var i = 0; i < axis; i++) outer *= from.Shape[i];
        var inner = 1;
        for (var i = axis + 1; i < from.Shape.Rank; i++) inner *= from.Shape[i];
        return Sum(from, outer, length, inner, keep ? from.Shape.With(axis, 1) : from.Shape.Without(axis), axis);
    }

    /// <summary>The gradient of a tensor that was repeated.</summary>
    public static Tensor To(Tensor x, in Shape shape)
    {
        if (x.Shape == shape) return x;
        if (shape.Count == 1) return All(x).Reshape(shape);
        var missing = x.Shape.Rank - shape.Rank;

        // Leading axes are summed in one go, as the rows of a matrix.
        var equal = true;
        for (var axis = 0; axis < shape.Rank; axis++) equal &= shape[axis] == x.Shape[axis + missing];
        if (equal) return Along(x.Reshape([x.Count / Math.Max(shape.Count, 1), shape.Count]), 0, keep: false).Reshape(shape);
        for (var axis = x.Shape.Rank - 1; axis >= 0; axis--)
        {
            var target = axis - missing;
            if (target >= 0 && shape[target] == x.Shape[axis]) continue;
            x = Along(x, axis, keep: target >= 0);
        }

        return x.Reshape(shape);
    }

    public override void Backward(Node node, Tensor gradient, BackwardPass pass)
    {
        var input = node.Input(0);
        var kept = gradient;
        if (node.Arguments.First >= 0) kept = gradient.Reshape(input.Shape.With(node.Arguments.First, 1));
        pass.Add(input, BroadcastView.To(kept, input.Shape));
    }

    private static Tensor Sum(Node from, int outer, int length, int inner, in Shape shape, int axis)
    {
        var node = Node.New(shape, from.Type, Instance, from);
        node.Arguments.First = axis;
        SumJob.Run(from, node, outer, length, inner);
        return node.Finish();
    }
}
