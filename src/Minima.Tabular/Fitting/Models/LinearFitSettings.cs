namespace Minima.Tabular;

/// <summary>The penalties: l2 / 2 |w|² + l1 |w|₁, of the weights of the given columns or of the standardised ones.</summary>
internal readonly record struct LinearFitSettings(double L2, double L1, bool StandardizedUnits);
