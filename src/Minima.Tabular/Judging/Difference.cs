namespace Minima.Tabular;

/// <summary>
/// A metric of a loss minus that of the default, fold by fold on the same rows, with the sign turned so that below 0 is better for every metric.
/// Intervals and p-values are those of the t test with the variance that C. Nadeau and Y. Bengio, "Inference for the generalization error",
/// Machine Learning 52 (2003), correct for training sets that overlap.
/// </summary>
/// <param name="Metric">The metric that is compared.</param>
/// <param name="ByFold">One difference for each fold.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="StandardError">The corrected standard error of the mean.</param>
/// <param name="Low">Lower end of the 95 % interval of this difference alone.</param>
/// <param name="High">Its upper end.</param>
/// <param name="SimultaneousLow">Lower end of the interval that holds for all losses tried at once with 95 % confidence (Bonferroni).</param>
/// <param name="SimultaneousHigh">Its upper end.</param>
/// <param name="P">The two-sided p-value of no difference, for this loss alone.</param>
/// <param name="AdjustedP">The same corrected for trying all judged losses (Holm 1979); null for a loss that is shown but not judged.</param>
public sealed record Difference(
    TableMetric Metric,
    IReadOnlyList<double> ByFold,
    double Mean,
    double StandardError,
    double Low,
    double High,
    double SimultaneousLow,
    double SimultaneousHigh,
    double P,
    double? AdjustedP);
