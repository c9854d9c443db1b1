using Minima.Tabular;

namespace Minima.Cli.Predict;

/// <summary>A prediction with a number for each class of each row.</summary>
/// <param name="Target">The column that is predicted.</param>
/// <param name="Quantity">probability or score.</param>
/// <param name="OfClasses">The classes, in the order of the numbers of each row.</param>
/// <param name="Values">For each row a number for each class.</param>
/// <param name="Classes">The class of each row: that of the largest score, the first of equal ones; null for raw scores.</param>
internal sealed record ClassPrediction(string Target, string Quantity, IReadOnlyList<string> OfClasses, double[][] Values, string[]? Classes)
{
    /// <summary>The prediction as one number for each class, or null if it has fewer than two classes.</summary>
    public static ClassPrediction? Of(TablePrediction all) => all.OfClasses.Count < 2
        ? null
        : new(all.Targets[0], all.Quantity, all.OfClasses, [.. all.Values.Chunk(all.OfClasses.Count)], all.Classes.Length > 0 ? all.Classes[0] : null);
}
