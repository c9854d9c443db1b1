namespace Minima.Tensors;

/// <summary>
/// The smallest value that a formula takes over a parameter of its own, as a function of x: its slope is that of the formula at the best parameter
/// (the envelope theorem), and further derivatives are those of that slope.
/// </summary>
internal sealed class Envelope : Operation
{
    private static readonly Envelope Instance = new();

    public override string Name => "envelope";

    /// <summary>Values that were computed from x, with their slopes.</summary>
    /// <param name="x">What was given.</param>
    /// <param name="values">As many values; where they come from does not count.</param>
    /// <param name="slope">The slopes, as tensor operations on x.</param>
    public static Tensor Apply(Tensor x, Tensor values, Func<Tensor, Tensor> slope)
    {
        var from = values.Contiguous().Node;
        var node = Node.New(from.Shape, from.Type, Instance, x.RealNode("an envelope"));
        node.Arguments.Extra = slope;
        CopyKernel.Run(from, node);
        return node.Finish();
    }

    public override void Backward(Node node, Tensor gradient, BackwardPass pass) =>
        pass.Add(node.Input(0), gradient * ((Func<Tensor, Tensor>)node.Arguments.Extra!)(new Tensor(node.Input(0))));
}
