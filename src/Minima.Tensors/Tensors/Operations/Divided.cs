namespace Minima.Tensors;

/// <summary>x / divisor, for a divisor that may change from step to step.</summary>
internal sealed class Divided : Operation
{
    private static readonly Divided Instance = new();

    public override string Name => "divide by a number";

    public static Tensor Apply(Tensor x, double divisor)
    {
        var input = x.Contiguous().RealNode("divide by a number");
        var node = Node.New(input.Shape, input.Type, Instance, input);
        node.Arguments.Number = divisor;
        UnaryJob<Quotient>.Value(new Quotient(divisor), input, node);
        return node.Finish();
    }

    public override void Backward(Node node, Tensor gradient, BackwardPass pass) =>
        pass.Add(node.Input(0), node.Arguments.Number == 1 ? gradient : gradient / node.Arguments.Number);
}
