namespace Minima.Tabular;

/// <summary>The fit that an advice names where no metric of a comparison judges the target: <c>LinearModel.Fit(table, fit.Loss, fit.Options)</c>.</summary>
/// <param name="Loss">The loss with its parameters.</param>
/// <param name="Options">The columns that give its further inputs.</param>
public sealed record AdvisedFit(LossSpec Loss, FitOptions Options);
