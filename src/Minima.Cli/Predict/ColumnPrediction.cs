using Minima.Tabular;

namespace Minima.Cli.Predict;

/// <summary>A prediction with one number for each row.</summary>
/// <param name="Target">The column that is predicted.</param>
/// <param name="Quantity">prediction, probability (of <paramref name="Class"/>) or score.</param>
/// <param name="Class">The class that a probability or score is for, or null for a number.</param>
/// <param name="Values">One number for each row.</param>
/// <param name="Classes">The predicted class of each row, or null.</param>
internal sealed record ColumnPrediction(string Target, string Quantity, string? Class, double[] Values, string[]? Classes)
{
    /// <summary>The prediction as one number for each row, or null if there are more.</summary>
    public static ColumnPrediction? Of(TablePrediction all) => all.Width == 1
        ? new(all.Targets[0], all.Quantity, all.OfClasses.Count == 1 ? all.OfClasses[0] : null, all.Values, all.Classes.Length > 0 ? all.Classes[0] : null)
        : null;
}
