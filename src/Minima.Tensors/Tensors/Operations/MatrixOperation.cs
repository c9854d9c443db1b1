using Minima.Tensors.Kernels;

namespace Minima.Tensors;

/// <summary>The matrix product of the last two axes; leading axes are batches, equal in both, or absent in the second.</summary>
internal sealed unsafe class MatrixOperation : Operation
{
    private static readonly MatrixOperation Instance = new();

    public override string Name => "matrix product";

    public static Tensor Apply(Tensor x, Tensor y)
    {
        var a = x.RealNode("matrix product");
        var b = y.RealNode("matrix product");
        if (a.Type != b.Type || a.Shape.Rank < 2 || b.Shape.Rank < 2 || a.Shape[^1] != b.Shape[^2]) throw Mismatch(a, b);
        if (b.Shape.Rank == 2 && a.Shape.Rank > 2)
        {
            // One matrix for all: the batches are rows of one tall product.
            var rows = a.Shape.Count / Math.Max(a.Shape[^1], 1);
            return Apply(x.Reshape([rows, a.Shape[^1]]), y).Reshape(a.Shape.With(a.Shape.Rank - 1, b.Shape[1]));
        }

        if (a.Shape.Rank != b.Shape.Rank) throw Mismatch(a, b);
        for (var axis = 0; axis < a.Shape.Rank - 2; axis++)
        {
            if (a.Shape[axis] != b.Shape[axis]) throw Mismatch(a, b);
        }

        a = Walkable(a);
        b = Walkable(b);
        var node = Node.New(a.Shape.With(a.Shape.Rank - 1, b.Shape[^1]), a.Type, Instance, a, b);
        Compute(a, b, node);
        return node.Finish();
    }

    public override void Backward(Node node, Tensor gradient, BackwardPass pass)
    {
        var a = new Tensor(node.Input(0));
        var b = new Tensor(node.Input(1));
        if (pass.Needs(a.Node)) pass.Add(a.Node, Apply(gradient, b.Transpose()));
        if (pass.Needs(b.Node)) pass.Add(b.Node, Apply(a.Transpose(), gradient));
    }

    /// <summary>A view whose matrices the product reads in place, straight or transposed.</summary>
    private static Node Walkable(Node node)
    {
        var rank = node.Shape.Rank;
        var row = node.Strides[rank - 2];
        var column = node.Strides[rank - 1];
        var straight = column == 1 && row >= node.Shape[^1];
        var transposed = row == 1 && column >= node.Shape[^2];
        return straight || transposed || node.IsContiguous ? node : new Tensor(node).Contiguous().Node;
    }

    private static void Compute(Node a, Node b, Node to)
    {
        var rank = a.Shape.Rank;
        var m = a.Shape[^2];
        var k = a.Shape[^1];
        var n = b.Shape[^1];
        if (to.Count == 0) return;

        // The innermost batch axis goes to the product as strides; this loop runs over those before it.
        var batch = rank > 2 ? a.Shape[rank - 3] : 1;
        var walks = rank > 3 ? a.Shape[0] * (rank > 4 ? a.Shape[1] : 1) * (rank > 5 ? a.Shape[2] : 1) : 1;
        for (var walk = 0; walk < walks; walk++)
        {
            var rest = walk;
            long startA = 0;
            long startB = 0;
            for (var axis = rank - 4; axis >= 0; axis--)
            {
                var position = rest % a.Shape[axis];
                rest /= a.Shape[axis];
                startA += (long)position * a.Strides[axis];
                startB += (long)position * b.Strides[axis];
            }

            Side(a, out var transposeA, out var stepA);
            Side(b, out var transposeB, out var stepB);
            var batchA = rank > 2 ? a.Strides[rank - 3] : 0;
            var batchB = rank > 2 ? b.Strides[rank - 3] : 0;
            if (a.Type == ElementType.Single)
            {
                MatrixProduct.RunBatch(batch, transposeA, transposeB, m, n, k, (float*)a.Pointer + startA, stepA, batchA, (float*)b.Pointer + startB, stepB, batchB, (float*)to.Pointer + ((long)walk * batch * m * n), n, (nint)m * n, add: false, Threads.Most);
            }
            else
            {
                MatrixProduct.RunBatch(batch, transposeA, transposeB, m, n, k, (double*)a.Pointer + startA, stepA, batchA, (double*)b.Pointer + startB, stepB, batchB, (double*)to.Pointer + ((long)walk * batch * m * n), n, (nint)m * n, add: false, Threads.Most);
            }
        }
    }

    /// <summary>Finds out if the matrices of a view are stored transposed, and the step between their stored rows.</summary>
    private static void Side(Node node, out bool transposed, out int step)
    {
        var rank = node.Shape.Rank;
        var row = node.Strides[rank - 2];
        var column = node.Strides[rank - 1];
        transposed = !(column == 1 && row >= node.Shape[^1]) && !node.IsContiguous;
        step = node.IsContiguous ? Math.Max(node.Shape[^1], 1) : transposed ? column : row;
    }

    private static TrainingException Mismatch(Node a, Node b)
    {
        var where = Autograd.CurrentLayer is { } layer ? $" in layer {layer}" : string.Empty;
        return new TrainingException(
            $"A matrix product{where} of {a.Type} {a.Shape} and {b.Type} {b.Shape}: the last axis of the first must be as long as the second to last of the second, and leading axes and types must be equal.");
    }
}
