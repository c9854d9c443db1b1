namespace Minima.Tabular;

/// <summary>Predictions with intervals, or with sets of classes, grades or labels.</summary>
/// <param name="Prediction">The prediction itself; between two quantile models that of the lower one.</param>
/// <param name="Lower">The lower end for each row, in the target's units (of several targets row after row); empty for classes and labels.</param>
/// <param name="Upper">The upper end, as <paramref name="Lower"/>. Of times until an event it is infinite if neither the held-out rows nor the curve of the model reach far enough to show it.</param>
/// <param name="Sets">For each row the classes or grades that are likely enough, in their order; may be empty where no class is. Empty for numbers and labels.</param>
public sealed record ConformalPrediction(TablePrediction Prediction, double[] Lower, double[] Upper, string[][] Sets)
{
    /// <summary>For each row the labels that are in every likely set of labels; empty for other targets.</summary>
    public string[][] Certain { get; init; } = [];

    /// <summary>For each row the labels that are in some likely set of labels; empty for other targets.</summary>
    public string[][] Possible { get; init; } = [];
}
