namespace Minima.Tensors;

/// <summary>
/// Scaled dot-product attention of several heads as one node: for each sample and head y = softmax(q k^T / sqrt(size)) v; causal: position i sees the
/// positions up to i. The columns of the input hold queries, keys and values one after the other, and the heads within each.
/// </summary>
internal sealed unsafe class AttentionOperation : Operation
{
    private static readonly AttentionOperation Instance = new();

    public override string Name => "attention";

    /// <param name="input">[batch, positions, 3 width].</param>
    /// <param name="heads">A divisor of the width.</param>
    /// <param name="causal">True if a position sees only positions up to its own.</param>
    /// <returns>[batch, positions, width].</returns>
    public static Tensor Apply(Tensor input, int heads, bool causal)
    {
        var from = input.Contiguous().Node;
        var (batch, positions, width) = (from.Shape[0], from.Shape[1], from.Shape[2] / 3);
        var node = Node.New([batch, positions, width], from.Type, Instance, from);
        node.Arguments.First = heads;
        node.Arguments.Second = causal ? 1 : 0;
        var weights = Autograd.IsRecording && from.RequiresGradient ? Node.New([batch, heads, positions, positions], from.Type) : null;
        AttentionJob.Run(from, weights, node, heads, causal);
        if (weights is not null) node.Arguments.Saved = weights.Finish();
        return node.Finish();
    }

    public override void Backward(Node node, Tensor gradient, BackwardPass pass)
    {
        if (Autograd.IsRecording)
        {
            BackwardRecorded(node, gradient, pass);
            return;
        }

        var g = gradient.Contiguous().Node;
        var to = Node.New(node.Input(0).Shape, node.Type);
        AttentionGradientJob.Run(node.Input(0), node.Arguments.Saved.Node, g, to, node.Arguments.First);
        pass.Add(node.Input(0), to.Finish());
        GC.KeepAlive(g);
    }

    /// <summary>The same by tensor operations, which can be differentiated again.</summary>
    private static void BackwardRecorded(Node node, Tensor gradient, BackwardPass pass)
    {
        var (batch, positions, width) = (node.Shape[0], node.Shape[1], node.Shape[2]);
        var heads = node.Arguments.First;
        var size = width / heads;
        var scale = 1 / Math.Sqrt(size);
        var parts = new Tensor(node.Input(0)).Reshape([batch, positions, 3 * heads, size]).Permute(0, 2, 1, 3);
        var q = parts.Slice(1, 0, heads);
        var k = parts.Slice(1, heads, heads);
        var v = parts.Slice(1, 2 * heads, heads);
        var g = gradient.Reshape([batch, positions, heads, size]).Permute(0, 2, 1, 3);
        var weights = SoftmaxOperation.Attention(q.MatMul(k.Transpose()), scale, node.Arguments.Second == 1);
        var ofWeights = g.MatMul(v.Transpose());
        var mean = (ofWeights * weights).Sum(^1, keep: true).BroadcastTo(weights.Shape);
        var ofScores = weights * (ofWeights - mean) * scale;
        var all = Tensor.Concatenate(1, ofScores.MatMul(k), ofScores.Transpose().MatMul(q), weights.Transpose().MatMul(g));
        pass.Add(node.Input(0), all.Permute(0, 2, 1, 3).Reshape(node.Input(0).Shape));
    }
}
