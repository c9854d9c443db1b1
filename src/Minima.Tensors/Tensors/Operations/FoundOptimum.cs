namespace Minima.Tensors;

/// <summary>
/// A number found outside of tensors, by an inner optimisation, with its known gradient: an iteration of hundreds of rounds
/// need not be recorded. It has no second derivative; a request for one throws.
/// </summary>
internal sealed class FoundOptimum : Operation
{
    private static readonly FoundOptimum Instance = new();

    public override string Name => "inner optimum";

    /// <summary>The number, as a function of x.</summary>
    /// <param name="x">The tensor that it was computed from.</param>
    /// <param name="value">The number.</param>
    /// <param name="gradient">Its derivative with respect to each element of x.</param>
    public static Tensor Apply(Tensor x, double value, double[] gradient)
    {
        var from = x.Contiguous().RealNode("an inner optimum");
        var node = Node.New(Shape.Scalar, from.Type, Instance, from);
        node.Arguments.Extra = gradient;
        if (node.Type == ElementType.Single) Tensor.Elements<float>(node)[0] = (float)value;
        else Tensor.Elements<double>(node)[0] = value;
        return node.Finish();
    }

    public override void Backward(Node node, Tensor gradient, BackwardPass pass)
    {
        var input = node.Input(0);
        pass.Add(input, Slope.Apply((double[])node.Arguments.Extra!, new Tensor(input), gradient));
    }

    /// <summary>The gradient, which has no derivative itself.</summary>
    private sealed class Slope : Operation
    {
        private static readonly Slope Instance = new();

        public override string Name => "slope of an inner optimum";

        public static Tensor Apply(double[] slopes, Tensor x, Tensor gradient)
        {
            var node = Node.New(x.Shape, x.Type, Instance, x.Node, gradient.Node);
            var factor = gradient.Item();
            if (node.Type == ElementType.Single)
            {
                var to = Tensor.Elements<float>(node);
                for (var i = 0; i < to.Length; i++) to[i] = (float)(factor * slopes[i]);
            }
            else
            {
                var to = Tensor.Elements<double>(node);
                for (var i = 0; i < to.Length; i++) to[i] = factor * slopes[i];
            }

            return node.Finish();
        }

        public override void Backward(Node node, Tensor gradient, BackwardPass pass) =>
            throw new TrainingException("An inner optimum (a transport plan, singular vectors) has no second derivative here, only the first. Compute gradients without a graph.");
    }
}
