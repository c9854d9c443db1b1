namespace Minima.Tensors;

/// <summary>factor x + summand, for numbers that may change from step to step.</summary>
internal sealed class ScaleShift : Operation
{
    private static readonly ScaleShift Instance = new();

    public override string Name => "scale and shift";

    public static Tensor Apply(Tensor x, double factor, double summand)
    {
        var input = x.Contiguous().RealNode("scale and shift");
        var node = Node.New(input.Shape, input.Type, Instance, input);
        node.Arguments.Number = factor;
        UnaryJob<Affine>.Value(new Affine(factor, summand), input, node);
        return node.Finish();
    }

    public override void Backward(Node node, Tensor gradient, BackwardPass pass) =>
        pass.Add(node.Input(0), node.Arguments.Number == 1 ? gradient : gradient * node.Arguments.Number);
}
