namespace Minima;

/// <summary>The way from terms to one number.</summary>
public enum Reduction
{
    /// <summary>The sum over the denominator: the number of terms, or the sum of their weights.</summary>
    Mean,

    /// <summary>The sum.</summary>
    Sum,

    /// <summary>No reduction: the terms themselves; gradients are those of their sum.</summary>
    None,
}

/// <summary>The divisor of a weighted mean.</summary>
public enum WeightedMean
{
    /// <summary>The sum of the weights (scikit-learn, PyTorch's class weights).</summary>
    SumOfWeights,

    /// <summary>The number of terms (Keras).</summary>
    Count,
}

/// <summary>The kind of second derivative.</summary>
public enum Curvature
{
    /// <summary>The exact second derivative; negative if the loss is concave there.</summary>
    Exact,

    /// <summary>The generalised Gauss-Newton curvature with respect to the prediction: the exact one where it is positive, 0 elsewhere. Never negative, as Newton steps and boosters require.</summary>
    GaussNewton,

    /// <summary>
    /// The derivative over the residual, |l'(p)| / |p - t|: the curvature of the parabola that touches a function of the residual from above, if that
    /// function grows no faster than a square. Below the median residual of the batch it is the exact curvature or the derivative over that median,
    /// whichever is larger, so that it is finite at kinks. For boosters if the exact curvature is 0 or negative: absolute errors, quantiles, redescending losses.
    /// </summary>
    /// <remarks>For losses of two or more inputs whose prediction is in the units of the target. It replaces the Hessian of the first input; the others receive <see cref="GaussNewton"/>.</remarks>
    Weight,

    /// <summary>
    /// 1 for each number of the prediction, times the weight of its term and the reduction, for losses of every shape. A Newton step is then a gradient step, and a
    /// booster's leaf the mean gradient. Replaces the Hessian of the first input; the others receive <see cref="GaussNewton"/>.
    /// </summary>
    Constant,

    /// <summary>
    /// A proven upper bound of the second derivative, one number for all elements: <see cref="Analysis.LossAnalysis.CurvatureBound"/>. The parabola of that curvature lies above the
    /// loss, so that a Newton step never increases it. For boosters of smooth losses that are not convex.
    /// </summary>
    /// <remarks>A policy of boosters, which find the bound by analysis. A batch refuses it: give <see cref="Constant"/>, and multiply by the bound.</remarks>
    Bound,
}

/// <summary>A sum and the denominator of its mean: the results of micro-batches add up to that of the whole batch.</summary>
/// <param name="Sum">The sum of the (weighted, unmasked) terms, in double.</param>
/// <param name="Denominator">The sum of the weights, or the number of terms; 0 if no term is left.</param>
/// <param name="Reduction">Selects if <see cref="Value"/> is the mean or the sum.</param>
public readonly record struct LossResult(double Sum, double Denominator, Reduction Reduction)
{
    /// <summary>The mean (0 if the denominator is 0) or the sum.</summary>
    public double Value => Reduction != Reduction.Mean ? Sum : Denominator == 0 ? 0 : Sum / Denominator;

    /// <summary>The combined result of two batches.</summary>
    /// <exception cref="LossException">One is a mean and the other is not.</exception>
    public static LossResult operator +(LossResult left, LossResult right) => left.Reduction == right.Reduction
        ? new(left.Sum + right.Sum, left.Denominator + right.Denominator, left.Reduction)
        : throw Throw.MixedReductions(left.Reduction, right.Reduction);

    /// <summary>The combined result of two batches.</summary>
    public static LossResult Add(LossResult left, LossResult right) => left + right;
}
