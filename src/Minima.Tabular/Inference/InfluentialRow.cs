namespace Minima.Tabular;

/// <summary>A row on which a fit depends, and by how much.</summary>
/// <param name="Row">The row, from 0.</param>
/// <param name="Line">The line of the file on which it starts.</param>
/// <param name="Distance">Cook's distance: d V⁻¹ d / k for the change d of all k coefficients without the row and their covariance V, that of the model where the loss has one and HC0's elsewhere. Above 1 is much.</param>
/// <param name="Leverage">How much the row's own prediction follows its target, from 0 to 1; NaN where a loss compares rows, as a partial likelihood does, so that no row has a leverage of its own.</param>
/// <param name="Change">By how much each coefficient (in the order of <see cref="FitErrors.Coefficients"/>) is higher because of the row: one step of Newton's, exact for the squared error; of a partial likelihood the derivative with respect to the weight of the row.</param>
public sealed record InfluentialRow(int Row, int Line, double Distance, double Leverage, IReadOnlyList<double> Change);
