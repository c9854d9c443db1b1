using Minima.Reals;
using Primitives = Minima.Reals.Primitives;

namespace Minima.Tabular;

/// <summary>
/// The ordered logit by its definition (P. McCullagh, 1980): thresholds cut a line into grades, and a score moves along it. The loss of a row is minus the logarithm of the probability of its slice,
/// sigmoid(c_y - s) - sigmoid(c_(y-1) - s). It is convex in the score and the thresholds together, as the logistic density is log-concave (J. Pratt, 1981).
/// </summary>
internal static class OrderedLogit
{
    /// <summary>The loss of a row; infinite if its thresholds do not increase.</summary>
    /// <param name="score">The score of the row.</param>
    /// <param name="thresholds">The thresholds between the grades, ascending.</param>
    /// <param name="grade">The grade, from 0.</param>
    public static double Value(double score, ReadOnlySpan<double> thresholds, int grade)
    {
        var (isBelow, isAbove) = (grade < thresholds.Length, grade > 0);
        var value = (isBelow ? Softplus(score - thresholds[grade]) : 0) + (isAbove ? Softplus(thresholds[grade - 1] - score) : 0);
        if (!isBelow || !isAbove) return value;
        var gap = thresholds[grade] - thresholds[grade - 1];
        return gap > 0 ? value - F64.Apply(default(Primitives.Log1mExp), new(-gap)).X : double.PositiveInfinity;
    }

    /// <summary>The first and second derivatives of a row's loss.</summary>
    /// <inheritdoc cref="Value"/>
    public static SliceDerivatives Derivatives(double score, ReadOnlySpan<double> thresholds, int grade)
    {
        var (isBelow, isAbove) = (grade < thresholds.Length, grade > 0);

        // The probabilities beyond the upper threshold and below the lower one, and the densities there.
        var (beyond, below) = (isBelow ? Sigmoid(score - thresholds[grade]) : 0, isAbove ? Sigmoid(thresholds[grade - 1] - score) : 0);
        var (upper, lower) = (beyond * (1 - beyond), below * (1 - below));

        // The effect of a wider slice: the derivative of log(1 - e^-gap).
        var widens = isBelow && isAbove ? 1 / F64.Apply(default(Primitives.Expm1), new(thresholds[grade] - thresholds[grade - 1])).X : 0;
        var bends = widens * (1 + widens);
        return new(beyond - below, -beyond - widens, below + widens, upper + lower, upper + bends, lower + bends, -upper, -lower, -bends);
    }

    private static double Sigmoid(double x) => F64.Apply(default(Primitives.Sigmoid), new(x)).X;

    private static double Softplus(double x) => F64.Apply(default(Primitives.Softplus), new(x)).X;
}

/// <summary>The derivatives of a row's loss with respect to its score and the thresholds at the upper and the lower end of its slice; 0 for an end that the slice does not have.</summary>
/// <param name="Score">The derivative with respect to the score.</param>
/// <param name="Upper">The derivative with respect to the upper threshold.</param>
/// <param name="Lower">The derivative with respect to the lower threshold.</param>
/// <param name="ScoreScore">The second derivative with respect to the score.</param>
/// <param name="UpperUpper">The second derivative with respect to the upper threshold.</param>
/// <param name="LowerLower">The second derivative with respect to the lower threshold.</param>
/// <param name="ScoreUpper">The mixed derivative with respect to the score and the upper threshold.</param>
/// <param name="ScoreLower">The mixed derivative with respect to the score and the lower threshold.</param>
/// <param name="UpperLower">The mixed derivative with respect to both thresholds.</param>
internal readonly record struct SliceDerivatives(
    double Score, double Upper, double Lower, double ScoreScore, double UpperUpper, double LowerLower, double ScoreUpper, double ScoreLower, double UpperLower);
