namespace Minima.Tabular;

/// <summary>A coefficient with what its rows leave open.</summary>
/// <param name="Name">The feature, <c>(intercept)</c>, or a further input whose constant was learned.</param>
/// <param name="Class">The class whose score it belongs to, where a loss has a row of coefficients for each; else null.</param>
/// <param name="Estimate">The coefficient, in the units of the given columns.</param>
/// <param name="StandardError">Its standard error, in the same units.</param>
/// <param name="Z">The estimate in standard errors.</param>
/// <param name="P">The chance of a z as far from 0 if the coefficient were 0, on both sides together.</param>
/// <param name="Low">The lower end of the interval.</param>
/// <param name="High">The upper end of the interval.</param>
public sealed record CoefficientError(string Name, string? Class, double Estimate, double StandardError, double Z, double P, double Low, double High)
{
    /// <summary>The head that it belongs to, of a model with a head for each number of a distribution; else null.</summary>
    public string? Head { get; init; }
}
