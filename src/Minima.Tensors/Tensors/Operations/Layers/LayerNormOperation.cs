namespace Minima.Tensors;

/// <summary>y = (x - mean) / sqrt(variance + epsilon) weight + bias over the last axis, with the variance divided by the length.</summary>
internal sealed unsafe class LayerNormOperation : Operation
{
    private static readonly LayerNormOperation Instance = new();

    public override string Name => "layer norm";

    /// <param name="x">[.., width].</param>
    /// <param name="weight">[width].</param>
    /// <param name="bias">[width].</param>
    /// <param name="epsilon">Above 0.</param>
    public static Tensor Apply(Tensor x, Tensor weight, Tensor bias, double epsilon)
    {
        var from = x.Contiguous().Node;
        var factor = weight.Contiguous().Node;
        var summand = bias.Contiguous().Node;
        var node = Node.New(from.Shape, from.Type, Instance, from, factor, summand);
        node.Arguments.Number = epsilon;

        // Mean and 1 / deviation of each row.
        var statistics = Node.New([from.Count / from.Shape[^1], 2], ElementType.Double);
        LayerNormJob.Run(from, factor, summand, node, statistics, epsilon);
        node.Arguments.Saved = statistics.Finish();
        return node.Finish();
    }

    public override void Backward(Node node, Tensor gradient, BackwardPass pass)
    {
        if (Autograd.IsRecording) BackwardRecorded(node, gradient, pass);
        else BackwardFused(node, gradient, pass);
    }

    private static void BackwardFused(Node node, Tensor gradient, BackwardPass pass)
    {
        var g = gradient.Contiguous().Node;
        var width = node.Shape[^1];
        var to = Node.New(node.Shape, node.Type);
        var sums = Node.New([LayerNormGradientJob.Blocks(node), 2 * width], node.Type);
        LayerNormGradientJob.Run(node.Input(0), node.Input(1), g, node.Arguments.Saved.Node, to, sums);
        pass.Add(node.Input(0), to.Finish());
        if (pass.Needs(node, 1) || pass.Needs(node, 2))
        {
            var all = sums.Finish().Sum(0);
            pass.Add(node.Input(1), all.Slice(0, 0, width));
            pass.Add(node.Input(2), all.Slice(0, width, width));
        }

        GC.KeepAlive(g);
        GC.KeepAlive(sums);
    }

    /// <summary>The same by tensor operations, which can be differentiated again.</summary>
    private static void BackwardRecorded(Node node, Tensor gradient, BackwardPass pass)
    {
        var width = node.Shape[^1];
        Shape shape = [node.Count / width, width];
        var x = new Tensor(node.Input(0)).Reshape(shape);
        var weight = new Tensor(node.Input(1));
        var g = gradient.Reshape(shape);
        var centred = x - x.Mean(1, keep: true).BroadcastTo(shape);
        var scale = ((centred * centred).Mean(1, keep: true) + node.Arguments.Number).Pow(-0.5);
        var normal = centred * scale.BroadcastTo(shape);
        if (pass.Needs(node, 0))
        {
            var inner = g * weight.BroadcastTo(shape);
            var slope = (inner * normal).Mean(1, keep: true).BroadcastTo(shape);
            pass.Add(node.Input(0), ((inner - inner.Mean(1, keep: true).BroadcastTo(shape) - (normal * slope)) * scale.BroadcastTo(shape)).Reshape(node.Shape));
        }

        if (pass.Needs(node, 1)) pass.Add(node.Input(1), (g * normal).Sum(0));
        if (pass.Needs(node, 2)) pass.Add(node.Input(2), g.Sum(0));
    }
}
