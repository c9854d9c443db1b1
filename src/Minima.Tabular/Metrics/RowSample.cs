namespace Minima.Tabular;

/// <summary>
/// What was said of rows when they were held out, in the first repeat: every row, or by chance some thousands of them, the same ones for
/// every loss. All lists have one entry for each such row, in the order of the file.
/// </summary>
/// <param name="Lines">The line of the file on which the row stands; the header is line 1.</param>
/// <param name="Target">The truth: a number, or the index of a class; for several labels how many are set.</param>
/// <param name="Prediction">
/// The predicted number; the probability of class 1 of two (the score where there is none); for several classes the index of the
/// predicted one; for several labels how many are predicted.
/// </param>
/// <param name="Confidence">For classes the probability that was given to the predicted one; null where the loss defines none.</param>
/// <param name="Loss">The row's own loss as the loss counts it; null for a constant.</param>
public sealed record RowSample(
    IReadOnlyList<int> Lines, IReadOnlyList<double> Target, IReadOnlyList<double> Prediction, IReadOnlyList<double>? Confidence, IReadOnlyList<double>? Loss)
{
    internal static readonly RowSample Empty = new([], [], [], null, null);

    /// <summary>Prediction less target: for numbers the residuals.</summary>
    public IEnumerable<double> Residuals => Prediction.Zip(Target, (prediction, target) => prediction - target);
}
