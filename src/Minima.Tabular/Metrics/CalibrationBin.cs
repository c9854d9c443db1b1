namespace Minima.Tabular;

/// <summary>
/// Rows with like predictions: for classes a tenth of the way from 0 to 1 of the probability (of class 1 of two, of the predicted class
/// of several), for numbers a tenth of the rows in the order of the prediction.
/// </summary>
/// <param name="Rows">How many rows.</param>
/// <param name="Predicted">Their mean prediction.</param>
/// <param name="Observed">What was true: the mean target, or the share that was right.</param>
public sealed record CalibrationBin(int Rows, double Predicted, double Observed);
