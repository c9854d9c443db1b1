namespace Minima.Tensors;

/// <summary>Squared Euclidean distances of all pairs of rows, each from its own differences: [N, D] and [M, D] to [N, M], without a tensor of N M D differences.</summary>
internal sealed class PairwiseSquares : Operation
{
    private static readonly PairwiseSquares Instance = new();

    public override string Name => "squared distances of pairs";

    public static Tensor Apply(Tensor x, Tensor y)
    {
        var (rows, others) = (x.Contiguous().RealNode("squared distances of pairs"), y.Contiguous().RealNode("squared distances of pairs"));
        if (rows.Type != others.Type || rows.Shape.Rank != 2 || others.Shape.Rank != 2 || rows.Shape[1] != others.Shape[1])
            throw new TrainingException($"Cannot compute pairwise distances between {rows.Type} {rows.Shape} and {others.Type} {others.Shape}; the rows must have the same length and type.");
        var node = Node.New([rows.Shape[0], others.Shape[0]], rows.Type, Instance, rows, others);
        PairwiseSquaresJob.Run(rows, y.Detach().Transpose().Contiguous().Node, node);
        return node.Finish();
    }

    public override void Backward(Node node, Tensor gradient, BackwardPass pass)
    {
        var (x, y) = (node.Input(0), node.Input(1));
        if (pass.Needs(x)) pass.Add(x, PairwisePull.Apply(gradient, new Tensor(x), new Tensor(y)));
        if (pass.Needs(y)) pass.Add(y, PairwisePull.Apply(gradient.Transpose(), new Tensor(y), new Tensor(x)));
    }
}

/// <summary>2 sum_j g_ij (x_i - y_j): the gradient of squared distances, again from the differences themselves. Pairs with g = 0 add nothing, even if they are NaN.</summary>
internal sealed class PairwisePull : Operation
{
    private static readonly PairwisePull Instance = new();

    public override string Name => "gradient of squared distances of pairs";

    public static Tensor Apply(Tensor g, Tensor x, Tensor y)
    {
        var (factors, rows, others) = (g.Contiguous().Node, x.Contiguous().Node, y.Contiguous().Node);
        var node = Node.New(rows.Shape, rows.Type, Instance, factors, rows, others);
        PairwisePullJob.Run(factors, rows, others, node);
        return node.Finish();
    }

    public override void Backward(Node node, Tensor gradient, BackwardPass pass)
    {
        var (g, x, y) = (node.Input(0), node.Input(1), node.Input(2));
        var (factors, rows, others) = (new Tensor(g), new Tensor(x), new Tensor(y));
        if (pass.Needs(g)) pass.Add(g, 2 * (Wide((gradient * rows).Sum(^1, keep: true), g.Shape) - gradient.MatMul(others.Transpose())));
        if (pass.Needs(x)) pass.Add(x, 2 * Wide(factors.Sum(^1, keep: true), x.Shape) * gradient);
        if (pass.Needs(y)) pass.Add(y, -2 * factors.Transpose().MatMul(gradient));
    }

    private static Tensor Wide(Tensor column, Shape shape) => column.BroadcastTo(shape);
}
