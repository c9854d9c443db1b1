namespace Minima.Tabular;

/// <summary>The recommended fit if no metric of a comparison judges the target: <c>LinearModel.Fit(table, fit.Loss, fit.Options)</c>.</summary>
/// <param name="Loss">The loss with its parameters.</param>
/// <param name="Options">The columns of the further inputs of the loss.</param>
public sealed record AdvisedFit(LossSpec Loss, FitOptions Options);
