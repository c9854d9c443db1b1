namespace Minima.Tensors;

/// <summary>The slope of a point loss at each element, whose own slope is the curvature there.</summary>
internal sealed class LossSlope : Operation
{
    private static readonly LossSlope Instance = new();

    public override string Name => "slope of the loss";

    /// <param name="prediction">Where.</param>
    /// <param name="slope">The slopes there.</param>
    /// <param name="curvature">The curvature there.</param>
    /// <param name="recorded">The curvature of other elements as tensor operations: what derivatives beyond it are read off.</param>
    public static Tensor Apply(Tensor prediction, Tensor slope, Tensor curvature, Func<Tensor, Tensor> recorded)
    {
        var node = Node.New(slope.Shape, slope.Type, Instance, prediction.Node);
        node.Arguments.Saved = curvature;
        node.Arguments.Extra = recorded;
        CopyKernel.Run(slope.Node, node);
        return node.Finish();
    }

    public override void Backward(Node node, Tensor gradient, BackwardPass pass)
    {
        var curvature = Autograd.IsRecording ? ((Func<Tensor, Tensor>)node.Arguments.Extra!)(new Tensor(node.Input(0))) : node.Arguments.Saved;
        pass.Add(node.Input(0), gradient * curvature);
    }
}
