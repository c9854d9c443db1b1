namespace Minima.Lab.Weighting;

/// <summary>How a network is fitted to hard digits.</summary>
/// <param name="Epochs">How often all rows are seen.</param>
/// <param name="Decay">AdamW's weight decay.</param>
internal readonly record struct FitSetting(int Epochs, double Decay);
