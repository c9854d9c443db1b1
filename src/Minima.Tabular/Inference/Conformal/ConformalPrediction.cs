namespace Minima.Tabular;

/// <summary>Predictions with intervals, or with sets of classes, grades or labels.</summary>
/// <param name="Prediction">The prediction itself; for two quantile models that of the lower one.</param>
/// <param name="Lower">The lower end for each row, in the target's units (for several targets row after row); empty for classes and labels.</param>
/// <param name="Upper">The upper end, as <paramref name="Lower"/>. For times until an event it is infinite if neither the held-out rows nor the curve of the model reach far enough to show it.</param>
/// <param name="Sets">The sufficiently likely classes or grades of each row, in their order; may be empty if no class is. Empty for numbers and labels.</param>
public sealed record ConformalPrediction(TablePrediction Prediction, double[] Lower, double[] Upper, string[][] Sets)
{
    /// <summary>The labels that are in every likely set of labels, for each row; empty for other targets.</summary>
    public string[][] Certain { get; init; } = [];

    /// <summary>The labels that are in some likely set of labels, for each row; empty for other targets.</summary>
    public string[][] Possible { get; init; } = [];
}
