namespace Minima.Tabular;

/// <summary>How the model's output u becomes the raw prediction: offset + factor u.</summary>
internal readonly record struct OutputScale(double Offset, double Factor);
