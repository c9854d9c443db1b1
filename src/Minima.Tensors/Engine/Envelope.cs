namespace Minima.Tensors;

/// <summary>
/// The minimum of a formula over an inner parameter, as a function of x. Its derivative is that of the formula at the best parameter
/// (the envelope theorem), and further derivatives are those of that derivative.
/// </summary>
internal sealed class Envelope : Operation
{
    private static readonly Envelope Instance = new();

    public override string Name => "envelope";

    /// <summary>Creates a tensor from values that were computed from x, and their derivatives.</summary>
    /// <param name="x">The input.</param>
    /// <param name="values">The values, of the same number; their history is ignored.</param>
    /// <param name="slope">The derivatives, as tensor operations on x.</param>
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
