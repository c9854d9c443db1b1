namespace Minima.Lab.Sampling;

/// <summary>The quality of samples.</summary>
/// <param name="Distance">The sliced Wasserstein distance to held-out digits.</param>
/// <param name="Discrepancy">The unbiased maximum mean discrepancy to them.</param>
/// <param name="Classes">The number of the ten digits that the samples cover.</param>
/// <param name="Sure">The proportion of samples that the classifier recognises with high probability.</param>
internal readonly record struct DigitVerdict(double Distance, double Discrepancy, int Classes, double Sure);
