namespace Minima.Tensors;

/// <summary>z = f(x, y), element by element. Shapes are equal, or one is a scalar; every other repetition needs BroadcastTo.</summary>
internal sealed unsafe class BinaryOperation<TFunction> : Operation
    where TFunction : struct, IBinaryFunction
{
    private static readonly BinaryOperation<TFunction> Instance = new();

    public override string Name => TFunction.Name;

    public static Tensor Apply(Tensor x, Tensor y)
    {
        var first = x.RealNode(TFunction.Name);
        var second = y.RealNode(TFunction.Name);
        if (first.Type != second.Type)
        {
            throw new TrainingException($"{TFunction.Name} of {first.Type} {first.Shape} and {second.Type} {second.Shape}: both must have the same type. Convert one with To(ElementType).");
        }

        if (first.Shape != second.Shape)
        {
            if (second.Shape.Rank == 0) second = BroadcastView.To(y, first.Shape).Node;
            else if (first.Shape.Rank == 0) first = BroadcastView.To(x, second.Shape).Node;
            else throw Mismatch(first, second);
        }

        var node = Node.New(first.Shape, first.Type, Instance, first, second);
        Compute(node);
        return node.Finish();
    }

    /// <summary>x = f(x, y) in the memory of x.</summary>
    public static void InPlace(Node x, Node y)
    {
        var other = new Tensor(y).Contiguous().Node;
        x.Storage!.Version++;
        BinaryJob<TFunction>.Run(x.Pointer, false, other.Pointer, false, x.Pointer, x.Count, x.Type);
        GC.KeepAlive(other);
    }

    public override void Backward(Node node, Tensor gradient, BackwardPass pass) =>
        TFunction.Backward(node, new Tensor(node.Input(0)), new Tensor(node.Input(1)), gradient, pass);

    private static void Compute(Node node)
    {
        var x = node.Input(0);
        var y = node.Input(1);
        var xRepeats = IsOneElement(x);
        var yRepeats = IsOneElement(y);
        if ((x.IsContiguous || xRepeats) && (y.IsContiguous || yRepeats))
        {
            if (xRepeats && yRepeats && node.Count > 1)
            {
                BinaryRowsJob<TFunction>.Run(x.Pointer, default, y.Pointer, default, node.Pointer, 1, node.Count, node.Type);
                return;
            }

            BinaryJob<TFunction>.Run(x.Pointer, xRepeats, y.Pointer, yRepeats, node.Pointer, node.Count, node.Type);
            return;
        }

        // A repeating row or column is read in place; any other view is copied first.
        for (var axis = 1; axis < node.Shape.Rank; axis++)
        {
            if (Steps(x, axis) is not { } xSteps || Steps(y, axis) is not { } ySteps) continue;
            var width = 1;
            for (var i = axis; i < node.Shape.Rank; i++) width *= node.Shape[i];
            BinaryRowsJob<TFunction>.Run(x.Pointer, xSteps, y.Pointer, ySteps, node.Pointer, node.Count / Math.Max(width, 1), width, node.Type);
            return;
        }

        var first = CopyKernel.Dense(x);
        var second = CopyKernel.Dense(y);
        BinaryJob<TFunction>.Run(first.Pointer, false, second.Pointer, false, node.Pointer, node.Count, node.Type);
        GC.KeepAlive(first);
        GC.KeepAlive(second);
    }

    private static bool IsOneElement(Node node)
    {
        for (var axis = 0; axis < node.Shape.Rank; axis++)
        {
            if (node.Shape[axis] != 1 && node.Strides[axis] != 0) return false;
        }

        return node.Count > 1;
    }

    /// <summary>The view as rows of all axes from <paramref name="axis"/> on, or null if it is not such rows.</summary>
    private static RowSteps? Steps(Node node, int axis)
    {
        var shape = node.Shape;
        if (!Collapse(node, axis, shape.Rank, out var element) || element > 1 || !Collapse(node, 0, axis, out var row)) return null;
        return new RowSteps(row, element);
    }

    /// <summary>True if some axes can be traversed as one; also returns the step.</summary>
    private static bool Collapse(Node node, int from, int to, out int step)
    {
        step = 0;
        var length = 1;
        for (var axis = to - 1; axis >= from; axis--)
        {
            if (node.Shape[axis] == 1) continue;
            if (length == 1) step = node.Strides[axis];
            else if (node.Strides[axis] != step * length) return false;
            length *= node.Shape[axis];
        }

        return true;
    }

    private static TrainingException Mismatch(Node x, Node y)
    {
        var where = Autograd.CurrentLayer is { } layer ? $" in layer {layer}" : string.Empty;
        return new TrainingException(
            $"{TFunction.Name}{where}: the shapes {x.Shape} and {y.Shape} differ. They must be equal, or one must be a scalar; to repeat one, call BroadcastTo or Reshape.");
    }
}
