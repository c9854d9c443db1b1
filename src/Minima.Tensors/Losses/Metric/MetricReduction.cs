namespace Minima.Tensors.Losses;

/// <summary>Reductions of values to the terms of metric losses: one number, or one term for each anchor.</summary>
internal static class MetricReduction
{
    /// <summary>One term for each anchor; an anchor that lacks a partner is 0 and does not count.</summary>
    public static LossTerms PerAnchor(Tensor terms, Tensor has) => LossTerms.Shared(terms.If(has), has);

    /// <summary>One number, 0, for an empty batch: the sum of inputs without elements.</summary>
    public static LossTerms Empty(Tensor first, Tensor second) => LossTerms.Scalar(first.Sum() + second.Sum());

    /// <summary>The sum of values of at least 0 over how many are above it: hinges that are satisfied do not dilute the others. 0 of none.</summary>
    public static Tensor MeanOfPositive(Tensor values) => values.Sum() / Math.Max(IsPositive(values).Sum().Item(), 1);

    /// <summary>1 where a value is above 0.</summary>
    public static Tensor IsPositive(Tensor values) => Tensor.Scalar(0, values.Type).Less(values);
}
