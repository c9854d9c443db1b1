namespace Minima.Lab.Weighting;

/// <summary>The settings of a fit to hard digits.</summary>
/// <param name="Epochs">How many times the training passes over all rows.</param>
/// <param name="Decay">AdamW's weight decay.</param>
internal readonly record struct FitSetting(int Epochs, double Decay);
