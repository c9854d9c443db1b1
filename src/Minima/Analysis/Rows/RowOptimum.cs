namespace Minima.Analysis;

/// <summary>A sample of targets and the constant row of predictions with the lowest mean loss over it.</summary>
/// <param name="Mean">The proportions of the labels, or the mean of the target rows.</param>
/// <param name="Prediction">The best row, found numerically.</param>
/// <param name="Read">The best row after the link; empty if there is none.</param>
/// <param name="IsFinite">True if a finite row is best; otherwise the loss falls without end.</param>
public sealed record RowOptimum(IReadOnlyList<double> Mean, IReadOnlyList<double> Prediction, IReadOnlyList<double> Read, bool IsFinite);

/// <summary>The quantity that a row of predictions represents.</summary>
/// <param name="Name">The link. If <paramref name="IsDerived"/>, it maps the best constant rows to the label proportions or the mean of the target rows; otherwise it is the catalogue's link.</param>
/// <param name="IsDerived">True if found by minimising over samples, false if taken from the catalogue.</param>
/// <param name="OnLogProbabilities">True if a best row exists only among rows whose exp sums to 1.</param>
/// <param name="UpToScale">True if the row is divided by its sum first: its scale has no meaning.</param>
/// <param name="OfScores">True if targets are scores like predictions: the best row then has the same link as their mean.</param>
/// <param name="Optima">The samples that were tried.</param>
public sealed record RowLink(PredictionLink Name, bool IsDerived, bool OnLogProbabilities, bool UpToScale, bool OfScores, IReadOnlyList<RowOptimum> Optima);
