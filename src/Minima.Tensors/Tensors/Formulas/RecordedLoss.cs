namespace Minima.Tensors;

/// <summary>The gradient of a loss as results that have gradients themselves.</summary>
internal static class RecordedLoss
{
    /// <summary>What a node remembers of a mask: that there was one.</summary>
    public static readonly object MaskGiven = new();

    /// <summary>Passes on to each input that asks for it the gradient of sum(factors * gradient * terms).</summary>
    /// <param name="node">The loss.</param>
    /// <param name="terms">Its terms in one row, from its inputs (<see cref="FormulaTerms"/>).</param>
    /// <param name="factors">What each term counts in the node: its weight, over the denominator of a mean.</param>
    /// <param name="gradient">Of the node: one number, or one for each term.</param>
    /// <param name="pass">Where gradients go.</param>
    public static void Pass(Node node, Func<Tensor[], Tensor> terms, Tensor factors, Tensor gradient, BackwardPass pass)
    {
        // Names of their own for the inputs: what comes back may depend on them too, and counts as given here.
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

    /// <summary>Elements of terms that count, and 0 in place of the others: whatever stands there, a NaN too, has no part in any derivative.</summary>
    /// <param name="elements">[terms, ...], or one element for each term.</param>
    /// <param name="factors">What each term counts.</param>
    public static Tensor Counted(Tensor elements, Tensor factors)
    {
        if (elements.Type == ElementType.Int32 || Array.TrueForAll(factors.ToArray(), factor => factor != 0)) return elements;
        return elements.If(elements.Rank < 2 ? factors.Reshape(elements.Shape) : factors.Reshape([factors.Count, 1]).BroadcastTo(elements.Shape));
    }

    /// <summary>What each term counts: its weight, over the denominator of a mean.</summary>
    public static Tensor Factors(Node node, Tensor weight, int terms, ElementType type)
    {
        var result = node.LossResult;
        var share = result.Reduction != Minima.Reduction.Mean ? 1 : result.Denominator == 0 ? 0 : 1 / result.Denominator;
        return weight.IsNone ? Tensor.Full([terms], share, type) : weight.Detach().Reshape([terms]) * share;
    }

    /// <summary>Refused where terms were masked: which ones is not kept.</summary>
    public static TrainingException Masked(string name) =>
        new($"The gradient of the gradient of {name} with a mask was asked for. Take the rows that count by Slice, or give the others the weight 0.");

    /// <summary>Puts gradients in the place of what they are the gradients of; false where the terms depend on nothing.</summary>
    private static bool Differentiate(Func<Tensor> terms, Tensor factors, Tensor gradient, Tensor[] inputs)
    {
        // Infinities on the way, as those of branches not taken, are the formula's own business.
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
