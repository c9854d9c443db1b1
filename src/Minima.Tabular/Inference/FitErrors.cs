namespace Minima.Tabular;

/// <summary>The standard errors of a fit.</summary>
public sealed record FitErrors
{
    internal FitErrors()
    {
    }

    /// <summary>The assumption that they rest on.</summary>
    public required ErrorKind Kind { get; init; }

    /// <summary>The chance with which an interval holds the coefficient.</summary>
    public required double Level { get; init; }

    /// <summary>The number of rows.</summary>
    public required int Rows { get; init; }

    /// <summary>The number of clusters, or null where rows do not depend on each other.</summary>
    public int? Clusters { get; init; }

    /// <summary>Degrees of freedom of the t distribution of intervals and P; null where they are those of the normal distribution.</summary>
    public double? Degrees { get; init; }

    /// <summary>
    /// The variance of the target in units of the one that the loss implies, where <see cref="ErrorKind.Model"/> estimates it: the mean square of residuals for the squared
    /// error (residual sum of squares over n - k), Pearson's chi-square over n - k in general. Null elsewhere.
    /// </summary>
    public double? Dispersion { get; init; }

    /// <summary>The coefficients class by class, features in the order of the model and the intercept last; then learned constants.</summary>
    public required IReadOnlyList<CoefficientError> Coefficients { get; init; }

    /// <summary>The covariance of the estimates, a row for each of <see cref="Coefficients"/>.</summary>
    public required IReadOnlyList<IReadOnlyList<double>> Covariance { get; init; }

    /// <summary>Their limits, a sentence each.</summary>
    public IReadOnlyList<Localized> Notes { get; init; } = [];
}
