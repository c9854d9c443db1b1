namespace Minima.Tabular;

/// <summary>The standard errors of a fit.</summary>
public sealed record FitErrors
{
    internal FitErrors()
    {
    }

    /// <summary>The assumption on which they rest.</summary>
    public required ErrorKind Kind { get; init; }

    /// <summary>The probability that an interval contains the coefficient.</summary>
    public required double Level { get; init; }

    /// <summary>The number of rows.</summary>
    public required int Rows { get; init; }

    /// <summary>The number of clusters, or null if rows are independent.</summary>
    public int? Clusters { get; init; }

    /// <summary>Degrees of freedom of the t distribution of intervals and P; null if these use the normal distribution.</summary>
    public double? Degrees { get; init; }

    /// <summary>
    /// The variance of the target in units of the one that the loss implies, if <see cref="ErrorKind.Model"/> estimates it; otherwise null. For the squared error it is the mean square of residuals
    /// (residual sum of squares over n - k), in general Pearson's chi-square over n - k.
    /// </summary>
    public double? Dispersion { get; init; }

    /// <summary>The coefficients class by class, features in the order of the model and the intercept last; then learned constants.</summary>
    public required IReadOnlyList<CoefficientError> Coefficients { get; init; }

    /// <summary>The covariance of the estimates, a row for each of <see cref="Coefficients"/>.</summary>
    public required IReadOnlyList<IReadOnlyList<double>> Covariance { get; init; }

    /// <summary>Limitations of the errors, a sentence each.</summary>
    public IReadOnlyList<Localized> Notes { get; init; } = [];
}
