namespace Minima.Tabular;

/// <summary>The transform from the model's output u to the raw prediction: offset + factor u.</summary>
internal readonly record struct OutputScale(double Offset, double Factor);
