namespace Minima.Tabular;

/// <summary>A row with a strong influence on a fit.</summary>
/// <param name="Row">The row, from 0.</param>
/// <param name="Line">The line of the file on which it starts.</param>
/// <param name="Distance">Cook's distance: d V⁻¹ d / k for the change d of all k coefficients without the row and their covariance V: that of the model if the loss implies one, otherwise HC0. Above 1 is much.</param>
/// <param name="Leverage">The degree to which the row's own prediction follows its target, from 0 to 1. NaN if a loss compares rows, as a partial likelihood does: then no row has a leverage of its own.</param>
/// <param name="Change">The increase of each coefficient (in the order of <see cref="FitErrors.Coefficients"/>) because of the row: one Newton step, exact for the squared error. For a partial likelihood it is the derivative with respect to the weight of the row.</param>
public sealed record InfluentialRow(int Row, int Line, double Distance, double Leverage, IReadOnlyList<double> Change);
