namespace Minima.Tabular;

/// <summary>
/// Rows with similar predictions. For classes a bin is a tenth of the range from 0 to 1 of the probability (of class 1 of two, of the predicted class
/// of several). For numbers it is a tenth of the rows in the order of the prediction.
/// </summary>
/// <param name="Rows">The number of rows.</param>
/// <param name="Predicted">Their mean prediction.</param>
/// <param name="Observed">The observed value: the mean target, or the proportion that was right.</param>
public sealed record CalibrationBin(int Rows, double Predicted, double Observed);
