namespace Minima.Training.Causal;

/// <summary>The mean effect of a treatment over the units.</summary>
/// <param name="Value">The estimate.</param>
/// <param name="StandardError">Its standard error, if the estimator is a mean of independent terms; otherwise null.</param>
public readonly record struct AverageEffect(double Value, double? StandardError = null);
