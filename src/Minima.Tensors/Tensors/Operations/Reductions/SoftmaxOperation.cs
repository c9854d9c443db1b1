namespace Minima.Tensors;

/// <summary>Softmax, log-softmax and log-sum-exp along the last axis; another axis is moved there first.</summary>
internal sealed class SoftmaxOperation(SoftmaxKind kind) : Operation
{
    private static readonly SoftmaxOperation Softmax = new(SoftmaxKind.Softmax);
    private static readonly SoftmaxOperation LogSoftmax = new(SoftmaxKind.LogSoftmax);
    private static readonly SoftmaxOperation LogSumExp = new(SoftmaxKind.LogSumExp);

    public override string Name => kind switch { SoftmaxKind.Softmax => "softmax", SoftmaxKind.LogSoftmax => "log-softmax", _ => "log-sum-exp" };

    /// <summary>Along any axis.</summary>
    public static Tensor Apply(SoftmaxKind kind, Tensor x, int axis)
    {
        var operation = kind switch { SoftmaxKind.Softmax => Softmax, SoftmaxKind.LogSoftmax => LogSoftmax, _ => LogSumExp };
        var rank = x.Rank;
        if (axis == rank - 1) return operation.Along(x, 1, 0);
        Span<int> axes = stackalloc int[Shape.MostAxes];
        for (var i = 0; i < rank; i++) axes[i] = i;
        (axes[axis], axes[rank - 1]) = (rank - 1, axis);
        var moved = operation.Along(x.Permute(axes[..rank]), 1, 0);
        if (kind != SoftmaxKind.LogSumExp) return moved.Permute(axes[..rank]);

        // The former last axis is now in the place of the reduced one; it moves back to the end.
        for (var i = 0; i < rank - 1; i++) axes[i] = i < axis ? i : i == rank - 2 ? axis : i + 1;
        return moved.Permute(axes[..(rank - 1)]);
    }

    /// <summary>Softmax of scale x along the last axis; causal: query i of [.., queries, length] sees the elements up to i + length - queries.</summary>
    public static Tensor Attention(Tensor x, double scale, bool causal) => Softmax.Along(x, scale, causal ? x.Shape[^2] : 0);

    public override void Backward(Node node, Tensor gradient, BackwardPass pass)
    {
        var x = node.Input(0);
        var y = new Tensor(node);
        if (kind == SoftmaxKind.LogSumExp)
        {
            var kept = gradient.Reshape(x.Shape.With(x.Shape.Rank - 1, 1)).BroadcastTo(x.Shape);
            pass.Add(x, kept * Shares(new Tensor(x), y));
        }
        else if (!Autograd.IsRecording)
        {
            var g = gradient.Contiguous().Node;
            var to = Node.New(node.Shape, node.Type);
            SoftmaxGradientJob.Run(kind, node, g, to, node.Shape[^1], node.Arguments.Number);
            pass.Add(x, to.Finish());
            GC.KeepAlive(g);
        }
        else if (kind == SoftmaxKind.Softmax)
        {
            var mean = (gradient * y).Sum(^1, keep: true).BroadcastTo(node.Shape);
            pass.Add(x, y * (gradient - mean) * node.Arguments.Number);
        }
        else
        {
            pass.Add(x, gradient - (y.Exp() * gradient.Sum(^1, keep: true).BroadcastTo(node.Shape)));
        }
    }

    /// <summary>The gradient of log-sum-exp: softmax, and 0 for rows of only -infinity, which have no softmax.</summary>
    private static Tensor Shares(Tensor x, Tensor y)
    {
        var softmax = Softmax.Along(x, 1, 0);
        var impossible = y.Less(Tensor.Scalar(y.Type == ElementType.Single ? float.MinValue : double.MinValue, y.Type));
        if (impossible.Sum().Item() == 0) return softmax;
        return softmax.If(impossible.IsZero().Reshape(x.Shape.With(x.Rank - 1, 1)).BroadcastTo(x.Shape));
    }

    private Tensor Along(Tensor x, double scale, int queries)
    {
        var from = x.Contiguous().RealNode(Name);
        if (from.Shape.Rank == 0 || from.Shape[^1] == 0) throw new TrainingException($"{Name} needs a last axis with at least one element, not the shape {from.Shape}.");
        var node = Node.New(kind == SoftmaxKind.LogSumExp ? from.Shape.Without(from.Shape.Rank - 1) : from.Shape, from.Type, this, from);
        node.Arguments.Number = scale;
        SoftmaxJob.Run(kind, from, node, from.Shape[^1], scale, queries);
        return node.Finish();
    }
}
