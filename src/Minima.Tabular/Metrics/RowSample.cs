namespace Minima.Tabular;

/// <summary>
/// The predictions for held-out rows of the first repeat: every row, or a random sample of some thousands, the same ones for
/// every loss. All lists have one entry for each such row, in the order of the file.
/// </summary>
/// <param name="Lines">The line of the file of the row; the header is line 1.</param>
/// <param name="Target">The truth: a number, or the index of a class; for several labels the number that are set.</param>
/// <param name="Prediction">
/// The predicted number; the probability of class 1 of two (the score if there is none); for several classes the index of the
/// predicted one; for several labels the number that are predicted.
/// </param>
/// <param name="Confidence">For classes the probability of the predicted one; null if the loss defines none.</param>
/// <param name="Loss">The loss of the row by the trained loss itself; null for a constant.</param>
public sealed record RowSample(
    IReadOnlyList<int> Lines, IReadOnlyList<double> Target, IReadOnlyList<double> Prediction, IReadOnlyList<double>? Confidence, IReadOnlyList<double>? Loss)
{
    internal static readonly RowSample Empty = new([], [], [], null, null);

    /// <summary>Prediction minus target: for numbers the residuals.</summary>
    public IEnumerable<double> Residuals => Prediction.Zip(Target, (prediction, target) => prediction - target);
}
