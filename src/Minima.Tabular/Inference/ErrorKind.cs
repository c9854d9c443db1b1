namespace Minima.Tabular;

/// <summary>The assumptions of standard errors of a fit.</summary>
public enum ErrorKind
{
    /// <summary>
    /// The distribution that the loss stands for: errors of one variance for the squared error, Bernoulli for two classes, Poisson for counts, one density of the errors
    /// for losses of the residual and for quantiles. The shortest intervals where it holds.
    /// </summary>
    Model,

    /// <summary>
    /// <see cref="Model"/> of quantiles with another density of the errors: how far apart two quantiles of the residuals lie (M. Siddiqui, 1960), the rows that are met exactly left out, as R's
    /// quantreg has it. In a tail its intervals hold more often what they should.
    /// </summary>
    Sparsity,

    /// <summary>The sandwich of H. White (1980): nothing but rows that do not depend on each other. Too short on few rows.</summary>
    Hc0,

    /// <summary><see cref="Hc0"/> times n / (n - k), for k coefficients.</summary>
    Hc1,

    /// <summary>The sandwich of slopes divided by the root of 1 - leverage: unbiased under equal variances (J. MacKinnon and H. White, 1985).</summary>
    Hc2,

    /// <summary>The sandwich of slopes divided by 1 - leverage, close to the jackknife: the safe choice.</summary>
    Hc3,

    /// <summary>Rows of one value of a column may depend on each other in any way; the column's values do not.</summary>
    Cluster,

    /// <summary>Fits on rows (or clusters) drawn with replacement from a seed: for losses whose curvature says nothing, and under penalties.</summary>
    Bootstrap,
}
