namespace Minima.Tabular;

/// <summary>
/// The mean loss over the rows; writes its derivative with respect to each prediction (so 1/n is in it), overwriting what was there.
/// </summary>
internal delegate double LossFunction(ReadOnlySpan<double> prediction, Span<double> gradient);
