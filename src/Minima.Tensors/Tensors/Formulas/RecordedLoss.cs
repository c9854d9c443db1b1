namespace Minima.Tensors;

/// <summary>The gradient of a loss as tensors that can be differentiated again.</summary>
internal static class RecordedLoss
{
    /// <summary>The mark that a node keeps of a mask: that there was one.</summary>
    public static readonly object MaskGiven = new();

    /// <summary>Passes the gradient of sum(factors * gradient * terms) to each input that needs it.</summary>
    /// <param name="node">The loss.</param>
    /// <param name="terms">Its terms in one row, from its inputs (<see cref="FormulaTerms"/>).</param>
    /// <param name="factors">The factor of each term in the node: its weight, over the denominator of a mean.</param>
    /// <param name="gradient">The gradient of the node: one number, or one for each term.</param>
    /// <param name="pass">The pass that receives the gradients.</param>
    public static void Pass(Node node, Func<Tensor[], Tensor> terms, Tensor factors, Tensor gradient, BackwardPass pass)
    {
        // Separate nodes for the inputs: the incoming gradient may depend on the inputs too, and counts as a constant here.
        var inputs = new Tensor[node.InputCount];
        var wanted = new List<int>();
        for (var i = 0; i < inputs.Length; i++)
        {
            inputs[i] = new Tensor(node.Input(i));
            if (!pass.Needs(node, i)) continue;
            inputs[i] = Permuted.Apply(inputs[i], [.. Enumerable.Range(0, inputs[i].Rank)]);
            wanted.Add(i);
        }

        Tensor[] gradients = [.. wanted.Select(input => inputs[input])];
        if (!Differentiate(() => terms(inputs).Reshape(factors.Shape), factors, node.Shape.Rank == 0 ? gradient.BroadcastTo(factors.Shape) : gradient.Reshape(factors.Shape), gradients)) return;
        for (var i = 0; i < gradients.Length; i++) pass.Add(node.Input(wanted[i]), gradients[i]);
    }

    /// <summary>Elements of terms that count, and 0 in place of the others: their values, even NaN, affect no derivative.</summary>
    /// <param name="elements">[terms, ...], or one element for each term.</param>
    /// <param name="factors">The factor of each term.</param>
    public static Tensor Counted(Tensor elements, Tensor factors)
    {
        if (elements.Type == ElementType.Int32 || Array.TrueForAll(factors.ToArray(), factor => factor != 0)) return elements;
        return elements.If(elements.Rank < 2 ? factors.Reshape(elements.Shape) : factors.Reshape([factors.Count, 1]).BroadcastTo(elements.Shape));
    }

    /// <summary>The factor of each term: its weight, over the denominator of a mean.</summary>
    public static Tensor Factors(Node node, Tensor weight, int terms, ElementType type)
    {
        var result = node.LossResult;
        var share = result.Reduction != Minima.Reduction.Mean ? 1 : result.Denominator == 0 ? 0 : 1 / result.Denominator;
        return weight.IsNone ? Tensor.Full([terms], share, type) : weight.Detach().Reshape([terms]) * share;
    }

    /// <summary>The error if terms were masked: the mask itself is not stored.</summary>
    public static TrainingException Masked(string name) =>
        new($"{name} with a mask has no gradient of its gradient. Select the rows that count with Slice, or give the others the weight 0.");

    /// <summary>Replaces the inputs by their gradients; false if the terms depend on none of them.</summary>
    private static bool Differentiate(Func<Tensor> terms, Tensor factors, Tensor gradient, Tensor[] inputs)
    {
        // Intermediate infinities, such as those of branches not taken, are not errors.
        var watcher = Autograd.Watcher;
        Autograd.Watcher = null;
        try
        {
            var each = terms();
            if (!each.RequiresGradient) return false;
            Autograd.Gradient((each.If(factors) * factors * gradient).Sum(), inputs, createGraph: true).CopyTo(inputs, 0);
            return true;
        }
        finally
        {
            Autograd.Watcher = watcher;
        }
    }
}
