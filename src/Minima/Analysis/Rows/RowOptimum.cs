namespace Minima.Analysis;

/// <summary>A sample of targets and the constant row of predictions with the lowest mean loss over it.</summary>
/// <param name="Mean">The shares of the labels, or the mean of the target rows.</param>
/// <param name="Prediction">The best row, found numerically.</param>
/// <param name="Read">What is read from it through the link; empty where nothing is.</param>
/// <param name="IsFinite">A finite row is best; otherwise the loss falls for ever.</param>
public sealed record RowOptimum(IReadOnlyList<double> Mean, IReadOnlyList<double> Prediction, IReadOnlyList<double> Read, bool IsFinite);

/// <summary>What a row of predictions stands for.</summary>
/// <param name="Name">The link: through it the best constant rows give back the shares of the labels or the mean of the target rows, where <paramref name="IsDerived"/>; else the one that the catalogue has for the loss.</param>
/// <param name="IsDerived">Found by minimising over samples, not taken from the catalogue.</param>
/// <param name="OnLogProbabilities">Only among rows whose exp sums to 1 is there a best one.</param>
/// <param name="UpToScale">The row is divided by its sum first: its scale means nothing.</param>
/// <param name="OfScores">Targets are scores as predictions are: the link of the best row is that of their mean.</param>
/// <param name="Optima">The samples that were tried.</param>
public sealed record RowLink(PredictionLink Name, bool IsDerived, bool OnLogProbabilities, bool UpToScale, bool OfScores, IReadOnlyList<RowOptimum> Optima);
