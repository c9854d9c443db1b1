namespace Minima.Tabular;

/// <summary>
/// The mean loss over the rows; writes its derivative with respect to each prediction (including the factor 1/n), overwriting the old content.
/// </summary>
internal delegate double LossFunction(ReadOnlySpan<double> prediction, Span<double> gradient);
