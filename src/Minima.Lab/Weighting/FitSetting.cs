namespace Minima.Lab.Weighting;

/// <summary>The settings of a fit to hard digits.</summary>
/// <param name="Epochs">The number of passes over all rows.</param>
/// <param name="Decay">AdamW's weight decay.</param>
internal readonly record struct FitSetting(int Epochs, double Decay);
