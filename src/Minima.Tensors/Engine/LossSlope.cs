namespace Minima.Tensors;

/// <summary>The derivative of a point loss at each element, whose own derivative is the curvature there.</summary>
internal sealed class LossSlope : Operation
{
    private static readonly LossSlope Instance = new();

    public override string Name => "slope of the loss";

    /// <param name="prediction">The predictions.</param>
    /// <param name="slope">The derivatives there.</param>
    /// <param name="curvature">The curvature there.</param>
    /// <param name="recorded">The curvature as a function of predictions, by tensor operations, for higher derivatives.</param>
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
