namespace Minima.Tabular;

/// <summary>The terms of a loss on tensors whose inputs have an axis of rows, and some a second one of several numbers for each row.</summary>
internal sealed class TensorTerms(HeadPlan plan, Loss loss) : IHeadTerms
{
    public void Evaluate(double[][] values, ReadOnlySpan<double> target, Span<double> terms, double[][] slopes)
    {
        using var step = StepScope.Begin();
        var rows = target.Length;
        var inputs = new Tensor[loss.Entry.Inputs.Count];
        for (var index = 0; index < inputs.Length; index++)
        {
            if (index == plan.Target)
            {
                inputs[index] = Tensor.Of(target.ToArray(), [rows]);
                continue;
            }

            int[] own = [.. Enumerable.Range(0, values.Length).Where(h => plan.Heads[h].Input == index)];
            if (index == plan.Event) inputs[index] = plan.Events is { } events ? Tensor.Of(events.AsSpan(0, rows).ToArray(), [rows]) : Tensor.Ones([rows], ElementType.Double);
            if (own.Length == 0) continue;
            var numbers = new double[rows * own.Length];
            for (var i = 0; i < rows; i++)
            {
                for (var k = 0; k < own.Length; k++) numbers[(i * own.Length) + k] = values[own[k]][i];
            }

            var tensor = Tensor.Of(numbers, HasSeveral(index) ? [rows, own.Length] : [rows]);
            inputs[index] = slopes.Length > 0 ? tensor.WithGradient() : tensor;
        }

        var each = BatchLoss.Apply(loss, inputs, Reduction.None);
        each.ToArray().CopyTo(terms);
        if (slopes.Length == 0) return;
        each.Sum().Backward();
        foreach (var group in Enumerable.Range(0, values.Length).GroupBy(h => plan.Heads[h].Input))
        {
            var own = group.ToArray();
            var numbers = inputs[group.Key].Gradient.IsNone ? new double[rows * own.Length] : inputs[group.Key].Gradient.ToArray();
            for (var i = 0; i < rows; i++)
            {
                for (var k = 0; k < own.Length; k++) slopes[own[k]][i] = numbers[(i * own.Length) + k];
            }
        }
    }

    private bool HasSeveral(int index) => loss.Entry.Inputs[index].Axes.StartsWith("N ", StringComparison.Ordinal);
}
