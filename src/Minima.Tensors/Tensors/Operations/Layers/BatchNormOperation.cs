namespace Minima.Tensors;

/// <summary>y = (x - mean) / sqrt(variance + epsilon) weight + bias for each channel, mean and variance over all samples and positions.</summary>
internal sealed unsafe class BatchNormOperation : Operation
{
    private static readonly BatchNormOperation Instance = new();

    public override string Name => "batch norm";

    /// <param name="x">[batch, channels] or [batch, channels, positions].</param>
    /// <param name="weight">[channels].</param>
    /// <param name="bias">[channels].</param>
    /// <param name="epsilon">Above 0.</param>
    /// <param name="statistics">In double, [channels, 3]: mean, variance (over the count) and 1 / deviation of each channel.</param>
    public static Tensor Apply(Tensor x, Tensor weight, Tensor bias, double epsilon, out Tensor statistics)
    {
        var from = x.Contiguous().Node;
        var factor = weight.Contiguous().Node;
        var summand = bias.Contiguous().Node;
        var node = Node.New(from.Shape, from.Type, Instance, from, factor, summand);
        node.Arguments.Number = epsilon;
        var saved = Node.New([from.Shape[1], 3], ElementType.Double);
        if (from.Shape.Rank == 2) BatchNormColumnsJob.Run(from, factor, summand, node, saved, epsilon);
        else BatchNormJob.Run(from, factor, summand, node, saved, epsilon);
        statistics = saved.Finish();
        node.Arguments.Saved = statistics;
        return node.Finish();
    }

    /// <summary>A view of one number for each channel at every position of [batch * channels, positions].</summary>
    public static Tensor Everywhere(Tensor perChannel, int batch, int positions)
    {
        var channels = perChannel.Shape[0];
        return perChannel.BroadcastTo([batch, channels]).Reshape([batch * channels, 1]).BroadcastTo([batch * channels, positions]);
    }

    public override void Backward(Node node, Tensor gradient, BackwardPass pass)
    {
        if (Autograd.IsRecording)
        {
            BackwardRecorded(node, gradient, pass);
            return;
        }

        var g = gradient.Contiguous().Node;
        var to = Node.New(node.Shape, node.Type);
        var ofWeight = Node.New([node.Shape[1]], node.Type);
        var ofBias = Node.New([node.Shape[1]], node.Type);
        if (node.Shape.Rank == 2) BatchNormColumnsGradientJob.Run(node.Input(0), node.Input(1), g, node.Arguments.Saved.Node, to, ofWeight, ofBias);
        else BatchNormGradientJob.Run(node.Input(0), node.Input(1), g, node.Arguments.Saved.Node, to, ofWeight, ofBias);
        pass.Add(node.Input(0), to.Finish());
        pass.Add(node.Input(1), ofWeight.Finish());
        pass.Add(node.Input(2), ofBias.Finish());
        GC.KeepAlive(g);
    }

    /// <summary>The same by tensor operations, which can be differentiated again.</summary>
    private static void BackwardRecorded(Node node, Tensor gradient, BackwardPass pass)
    {
        var (batch, channels, positions) = (node.Shape[0], node.Shape[1], node.Shape.Rank == 2 ? 1 : node.Shape[2]);
        Shape rows = [batch * channels, positions];
        double count = (double)batch * positions;
        var x = new Tensor(node.Input(0)).Reshape(rows);
        var g = gradient.Reshape(rows);
        var centred = x - Everywhere(OfChannels(x) / count, batch, positions);
        var scale = ((OfChannels(centred * centred) / count) + node.Arguments.Number).Pow(-0.5);
        var normal = centred * Everywhere(scale, batch, positions);
        var sum = OfChannels(g);
        var dot = OfChannels(g * normal);
        if (pass.Needs(node, 0))
        {
            var inner = g - Everywhere(sum / count, batch, positions) - (normal * Everywhere(dot / count, batch, positions));
            pass.Add(node.Input(0), (inner * Everywhere(scale * new Tensor(node.Input(1)), batch, positions)).Reshape(node.Shape));
        }

        pass.Add(node.Input(1), dot);
        pass.Add(node.Input(2), sum);

        Tensor OfChannels(Tensor values) => values.Sum(1).Reshape([batch, channels]).Sum(0);
    }
}
