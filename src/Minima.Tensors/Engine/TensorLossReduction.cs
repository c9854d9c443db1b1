namespace Minima.Tensors;

/// <summary>Reduces the terms of a loss on tensors to its value: weights, mask, amounts in the mean, mean or sum.</summary>
internal static class TensorLossReduction
{
    public static Tensor Reduce(LossEntry entry, in LossTerms terms, in LossArguments arguments)
    {
        BatchRules.CheckChoices(entry.Key, arguments.Reduction, arguments.WeightedMean, Curvature.Exact);
        if (!arguments.Third.IsNone || !arguments.Fourth.IsNone || !arguments.ClassWeight.IsNone || arguments.IgnoreIndex is not null || arguments.ClassAxis is not null)
            throw new LossException(LossError.UnknownInput, $"{entry.Key} takes its inputs as tensors: {string.Join(", ", entry.Inputs.Select(i => i.Name))}. Leave further inputs, class weights, the ignored label and the class axis out of LossArguments.");
        return terms.IsScalar ? Scalar(entry, terms.Values, arguments) : Terms(entry, terms, arguments);
    }

    private static Tensor Scalar(LossEntry entry, Tensor value, in LossArguments arguments)
    {
        if (!arguments.Weight.IsNone || !arguments.Mask.IsEmpty) throw new LossException(LossError.Weights, $"{entry.Key}: this loss is one number, not a mean of terms, so it takes no weights or mask. Leave them out, and select the rows that count first.");
        if (arguments.Reduction != Minima.Reduction.Mean) throw new LossException(LossError.Reduction, $"{entry.Key}: the reduction is {arguments.Reduction}, but this loss is one number, not a mean of terms. Leave the reduction out.");

        // If this loss is just a loss of the core, that one keeps its own result: its further derivatives divide by its denominator.
        if (value.Node.LossResult.Denominator != 0) value = Permuted.Apply(value, []);
        value.Node.LossResult = new LossResult(value.Detach().Item(), 1, Minima.Reduction.Mean);
        return value;
    }

    private static Tensor Terms(LossEntry entry, in LossTerms terms, in LossArguments arguments)
    {
        var values = terms.Values;
        var factors = Factors(entry, values, arguments);
        var weighted = factors.IsNone ? values : (values * factors).If(factors);
        if (arguments.Reduction == Minima.Reduction.None) return weighted;
        var sum = weighted.Sum();
        var denominator = Denominator(values, terms.Shares, factors, arguments.WeightedMean);
        var result = arguments.Reduction == Minima.Reduction.Sum ? sum : denominator == 0 ? sum * 0 : sum / denominator;
        result.Node.LossResult = new LossResult(sum.Detach().Item(), denominator, arguments.Reduction);
        return result;
    }

    /// <summary>The factor of each term, or none: its weight, 0 if it is masked.</summary>
    private static Tensor Factors(LossEntry entry, Tensor values, in LossArguments arguments)
    {
        var weight = arguments.Weight;
        if (!weight.IsNone)
        {
            if (arguments.WeighsRows && values.Rank > 0 && weight.Count == values.Shape[0]) weight = OfRows(weight, values.Shape);
            if (weight.Shape != values.Shape) throw Throw.Shape(entry.Key, "sample_weight", weight.Shape.ToString(), "the terms", values.Shape.ToString(), weight.Count == 1 || weight.Rank != values.Rank);
            if (weight.Type != values.Type) throw new LossException(LossError.Weights, $"{entry.Key}: the weights are {weight.Type}, the terms {values.Type}. Convert one with To(ElementType).");
            weight = weight.Detach().Contiguous();
            CheckFinite(entry, weight);
        }

        if (arguments.Mask.IsEmpty) return weight;
        if (arguments.Mask.Length != values.Count) throw new LossException(LossError.Shape, $"{entry.Key}: the mask has {arguments.Mask.Length} entries, but the terms have the shape {values.Shape}. Give one entry for each term.");
        var flags = new double[values.Count];
        for (var i = 0; i < flags.Length; i++) flags[i] = arguments.Mask[i] ? 1 : 0;
        var mask = Tensor.Of(flags, values.Shape).To(values.Type);
        return weight.IsNone ? mask : weight * mask;
    }

    private static Tensor OfRows(Tensor weight, Shape terms)
    {
        var rows = weight.Reshape([weight.Count]);
        while (rows.Rank < terms.Rank) rows = rows.Reshape(rows.Shape.Insert(rows.Rank, 1));
        return rows.BroadcastTo(terms);
    }

    private static void CheckFinite(LossEntry entry, Tensor weight)
    {
        var numbers = weight.ToArray();
        var wrong = Array.FindIndex(numbers, x => !double.IsFinite(x));
        if (wrong >= 0) throw Throw.Weight(entry.Key, "sample_weight", wrong, numbers[wrong]);
    }

    private static double Denominator(Tensor values, Tensor shares, Tensor factors, WeightedMean mean)
    {
        if (factors.IsNone) return shares.IsNone ? values.Count : shares.To(ElementType.Double).Sum().Item();
        var each = shares.IsNone ? [] : shares.ToArray();
        var weights = factors.ToArray();
        double sum = 0;
        for (var i = 0; i < values.Count; i++)
        {
            var share = each.Length == 0 ? 1 : each[i];
            var weight = weights[i];
            sum += mean == WeightedMean.Count ? weight == 0 ? 0 : share : share * weight;
        }

        return sum;
    }
}
