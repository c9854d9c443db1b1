namespace Minima.Tensors;

/// <summary>
/// A formula over the rows of a tensor and a shared tensor, some rows at a time: intermediate results are never stored for all rows at once. The gradients
/// of the sum over rows are computed in the forward pass, while those results exist. They suffice if all rows count alike, as in a sum or a mean; otherwise
/// everything is recomputed in the backward pass.
/// </summary>
internal sealed class RecomputedRows(Func<Tensor, int, Tensor, Tensor> formula, int rowsAtOnce) : Operation
{
    public override string Name => "rows computed again";

    /// <param name="rows">[N, ..].</param>
    /// <param name="shared">The same for all rows.</param>
    /// <param name="formula">Maps some rows, the index of the first of them, and the shared tensor to one number for each row.</param>
    /// <param name="rowsAtOnce">The number of rows at a time; at least one.</param>
    /// <returns>[N].</returns>
    public static Tensor Apply(Tensor rows, Tensor shared, Func<Tensor, int, Tensor, Tensor> formula, int rowsAtOnce) => new RecomputedRows(formula, rowsAtOnce).Run(rows.Contiguous(), shared.Contiguous());

    public override void Backward(Node node, Tensor gradient, BackwardPass pass)
    {
        if (Autograd.IsRecording) throw new TrainingException($"{Name} has no gradient of its gradient, because Minima recomputes it only once. Write the formula on all rows at once.");
        var (rowSlopes, sharedSlopes) = (node.Arguments.Saved, node.Arguments.SavedToo);
        if (rowSlopes.Count == 0) return;
        var factors = gradient.Detach().Contiguous();
        var first = factors.Slice(0, 0, 1);
        if (Alike(factors))
        {
            var factor = first.Reshape(Shape.Scalar);
            (rowSlopes, sharedSlopes) = (rowSlopes * factor, sharedSlopes * factor);
        }
        else
        {
            (rowSlopes, sharedSlopes) = Slopes(new Tensor(node.Input(0)), new Tensor(node.Input(1)), (values, start) => (values * factors.Slice(0, start, values.Count)).Sum());
        }

        pass.Add(node.Input(0), rowSlopes);
        pass.Add(node.Input(1), sharedSlopes);
    }

    private static bool Alike(Tensor factors) => factors.Type == ElementType.Single
        ? !factors.Read<float>().ContainsAnyExcept(factors.Read<float>()[0])
        : !factors.Read<double>().ContainsAnyExcept(factors.Read<double>()[0]);

    private static void Copy(Tensor from, Node to, int start)
    {
        var part = from.Contiguous();
        if (to.Type == ElementType.Single) part.Read<float>().CopyTo(Tensor.Elements<float>(to)[start..]);
        else part.Read<double>().CopyTo(Tensor.Elements<double>(to)[start..]);
    }

    private Tensor Run(Tensor rows, Tensor shared)
    {
        var count = rows.Shape[0];
        var node = Node.New([count], rows.Type, this, rows.RealNode(Name), shared.RealNode(Name));
        if (Autograd.IsRecording && (rows.RequiresGradient || shared.RequiresGradient))
        {
            (node.Arguments.Saved, node.Arguments.SavedToo) = Slopes(rows, shared, (values, start) =>
            {
                Copy(values, node, start);
                return values.Sum();
            });
            return node.Finish();
        }

        using (Autograd.NoGradient())
        {
            for (var first = 0; first < count; first += rowsAtOnce) Copy(formula(rows.Slice(0, first, Math.Min(rowsAtOnce, count - first)), first, shared), node, first);
        }

        return node.Finish();
    }

    /// <summary>The gradients of a sum over parts with respect to the rows and the shared tensor.</summary>
    /// <param name="rows">[N, ..].</param>
    /// <param name="shared">The same for all rows.</param>
    /// <param name="sum">Maps the values of a part and the index of its first row to a summand.</param>
    private (Tensor Rows, Tensor Shared) Slopes(Tensor rows, Tensor shared, Func<Tensor, int, Tensor> sum)
    {
        var (count, width) = (rows.Shape[0], rows.Count / Math.Max(rows.Shape[0], 1));
        var slopes = Node.New(rows.Shape, rows.Type);
        using (Autograd.Recording())
        {
            var all = shared.Detach().WithGradient();
            for (var first = 0; first < count; first += rowsAtOnce)
            {
                var part = rows.Detach().Slice(0, first, Math.Min(rowsAtOnce, count - first)).WithGradient();
                sum(formula(part, first, all), first).Backward();
                Copy(part.Gradient, slopes, first * width);
            }

            return (new Tensor(slopes), all.Gradient.IsNone ? Tensor.Zeros(shared.Shape, shared.Type) : all.Gradient);
        }
    }
}
