namespace Minima.Tabular;

/// <summary>Predictions with intervals, or sets of classes.</summary>
/// <param name="Prediction">The prediction itself; between two quantile models that of the lower one.</param>
/// <param name="Lower">The lower end for each row, in the target's units; empty for classes.</param>
/// <param name="Upper">The upper end for each row; empty for classes.</param>
/// <param name="Sets">For each row the classes that are likely enough, in their order; may be empty where no class is. Empty for numbers.</param>
public sealed record ConformalPrediction(TablePrediction Prediction, double[] Lower, double[] Upper, string[][] Sets);
