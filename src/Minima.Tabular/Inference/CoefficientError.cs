namespace Minima.Tabular;

/// <summary>A coefficient with its uncertainty.</summary>
/// <param name="Name">The feature, <c>(intercept)</c>, or a further input whose constant was learned.</param>
/// <param name="Class">The class to whose score it belongs, if a loss has a row of coefficients for each; otherwise null.</param>
/// <param name="Estimate">The coefficient, in the units of the given columns.</param>
/// <param name="StandardError">Its standard error, in the same units.</param>
/// <param name="Z">The estimate in standard errors.</param>
/// <param name="P">The two-sided probability of a z at least as far from 0 if the coefficient were 0.</param>
/// <param name="Low">The lower end of the interval.</param>
/// <param name="High">The upper end of the interval.</param>
public sealed record CoefficientError(string Name, string? Class, double Estimate, double StandardError, double Z, double P, double Low, double High)
{
    /// <summary>The head to which it belongs, in a model with a head for each number of a distribution; otherwise null.</summary>
    public string? Head { get; init; }
}
