namespace Minima.Training;

/// <summary>
/// A formula over the rows of a tensor and a tensor that they share, some rows at a time: what lies between is computed again on the way back and never
/// held for all rows at once. One formula, in a fraction of the memory, for the price of computing it twice.
/// </summary>
internal sealed class RecomputedRows(Func<Tensor, int, Tensor, Tensor> formula, int rowsAtOnce) : Operation
{
    public override string Name => "rows computed again";

    /// <param name="rows">[N, ..].</param>
    /// <param name="shared">The same for all rows.</param>
    /// <param name="formula">From some rows, the number of the first of them, and the shared tensor to one number for each row.</param>
    /// <param name="rowsAtOnce">How many; at least one.</param>
    /// <returns>[N].</returns>
    public static Tensor Apply(Tensor rows, Tensor shared, Func<Tensor, int, Tensor, Tensor> formula, int rowsAtOnce) => new RecomputedRows(formula, rowsAtOnce).Run(rows.Contiguous(), shared.Contiguous());

    public override void Backward(Node node, Tensor gradient, BackwardPass pass)
    {
        if (Autograd.IsRecording) throw new TrainingException($"The gradient of the gradient of {Name} was asked for; it is computed again only once. Write the formula on all rows at once.");
        var rows = new Tensor(node.Input(0));
        var count = rows.Shape[0];
        var parts = new List<Tensor>();
        Tensor sharedGradient = default;
        using (Autograd.Recording())
        {
            var shared = new Tensor(node.Input(1)).Detach().WithGradient();
            for (var first = 0; first < count; first += rowsAtOnce)
            {
                var length = Math.Min(rowsAtOnce, count - first);
                var part = rows.Detach().Slice(0, first, length).WithGradient();
                var value = (formula(part, first, shared) * gradient.Slice(0, first, length).Detach()).Sum();
                var slopes = Autograd.Gradient(value, [part, shared]);
                parts.Add(slopes[0].Detach());
                sharedGradient = sharedGradient.IsNone ? slopes[1].Detach() : (sharedGradient + slopes[1]).Detach();
            }
        }

        if (parts.Count == 0) return;
        pass.Add(node.Input(0), Tensor.Concatenate(0, [.. parts]));
        pass.Add(node.Input(1), sharedGradient);
    }

    private Tensor Run(Tensor rows, Tensor shared)
    {
        var count = rows.Shape[0];
        var node = Node.New([count], rows.Type, this, rows.RealNode(Name), shared.RealNode(Name));
        using (Autograd.NoGradient())
        {
            for (var first = 0; first < count; first += rowsAtOnce)
            {
                var length = Math.Min(rowsAtOnce, count - first);
                var values = formula(rows.Slice(0, first, length), first, shared).Contiguous();
                if (node.Type == ElementType.Single) values.Read<float>().CopyTo(Tensor.Elements<float>(node).Slice(first, length));
                else values.Read<double>().CopyTo(Tensor.Elements<double>(node).Slice(first, length));
            }
        }

        return node.Finish();
    }
}
