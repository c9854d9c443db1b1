namespace Minima.Tabular;

/// <summary>The assumptions of standard errors of a fit.</summary>
public enum ErrorKind
{
    /// <summary>
    /// The distribution implied by the loss: errors of one variance for the squared error, Bernoulli for two classes, Poisson for counts, one density of the errors
    /// for losses of the residual and for quantiles. The shortest intervals if the assumption holds.
    /// </summary>
    Model,

    /// <summary>
    /// <see cref="Model"/> for quantiles with another density of the errors: the distance between two quantiles of the residuals (M. Siddiqui, 1960), without the rows that are fitted exactly, as in R's
    /// quantreg. In a tail its intervals reach their level more often.
    /// </summary>
    Sparsity,

    /// <summary>The sandwich of H. White (1980): assumes only that rows are independent. Too narrow for few rows.</summary>
    Hc0,

    /// <summary><see cref="Hc0"/> times n / (n - k), for k coefficients.</summary>
    Hc1,

    /// <summary>The sandwich of derivatives divided by the root of 1 - leverage: unbiased under equal variances (J. MacKinnon and H. White, 1985).</summary>
    Hc2,

    /// <summary>The sandwich of derivatives divided by 1 - leverage, close to the jackknife: the safe choice.</summary>
    Hc3,

    /// <summary>Rows with the same value of a column may depend on each other in any way; rows with different values are independent.</summary>
    Cluster,

    /// <summary>Fits on rows (or clusters) drawn with replacement from a seed: for losses whose curvature is uninformative, and under penalties.</summary>
    Bootstrap,
}
