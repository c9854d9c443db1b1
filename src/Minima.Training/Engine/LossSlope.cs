namespace Minima.Training;

/// <summary>The slope of a point loss at each element, whose own slope is the curvature there.</summary>
internal sealed class LossSlope : Operation
{
    private static readonly LossSlope Instance = new();

    public override string Name => "slope of the loss";

    public static Tensor Apply(Tensor prediction, Tensor slope, Tensor curvature)
    {
        var node = Node.New(slope.Shape, slope.Type, Instance, prediction.Node);
        node.Arguments.Saved = curvature;
        CopyKernel.Run(slope.Node, node);
        return node.Finish();
    }

    public override void Backward(Node node, Tensor gradient, BackwardPass pass)
    {
        if (Autograd.IsRecording) throw new TrainingException("A third derivative of a loss was asked for; point losses have two. Create a graph of gradients only once.");
        pass.Add(node.Input(0), gradient * node.Arguments.Saved);
    }
}
