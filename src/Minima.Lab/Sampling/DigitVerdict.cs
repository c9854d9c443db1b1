namespace Minima.Lab.Sampling;

/// <summary>The quality of samples.</summary>
/// <param name="Distance">Sliced Wasserstein, to held-out digits.</param>
/// <param name="Discrepancy">The unbiased maximum mean discrepancy to them.</param>
/// <param name="Classes">How many of the ten digits are among them.</param>
/// <param name="Sure">The share in which the classifier is sure to see a digit.</param>
internal readonly record struct DigitVerdict(double Distance, double Discrepancy, int Classes, double Sure);
