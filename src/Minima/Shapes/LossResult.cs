namespace Minima;

/// <summary>How terms become one number.</summary>
public enum Reduction
{
    /// <summary>The sum over the denominator: the number of terms, or the sum of their weights.</summary>
    Mean,

    /// <summary>The sum.</summary>
    Sum,

    /// <summary>No reduction: the terms themselves; gradients are those of their sum.</summary>
    None,
}

/// <summary>What a weighted mean divides by.</summary>
public enum WeightedMean
{
    /// <summary>The sum of the weights (scikit-learn, PyTorch's class weights).</summary>
    SumOfWeights,

    /// <summary>The number of terms (Keras).</summary>
    Count,
}

/// <summary>A sum and what a mean divides it by: micro-batches add up to the whole batch.</summary>
/// <param name="Sum">The sum of the (weighted, unmasked) terms, in double.</param>
/// <param name="Denominator">The sum of the weights, or the number of terms; 0 where nothing was left.</param>
/// <param name="Reduction">Which of the two <see cref="Value"/> shows.</param>
public readonly record struct LossResult(double Sum, double Denominator, Reduction Reduction)
{
    /// <summary>The mean (0 where the denominator is 0) or the sum.</summary>
    public double Value => Reduction != Reduction.Mean ? Sum : Denominator == 0 ? 0 : Sum / Denominator;

    /// <summary>The result of two batches taken as one.</summary>
    /// <exception cref="LossException">One is a mean and the other is not.</exception>
    public static LossResult operator +(LossResult left, LossResult right) => left.Reduction == right.Reduction
        ? new(left.Sum + right.Sum, left.Denominator + right.Denominator, left.Reduction)
        : throw Throw.MixedReductions(left.Reduction, right.Reduction);

    /// <summary>The result of two batches taken as one.</summary>
    public static LossResult Add(LossResult left, LossResult right) => left + right;
}
