namespace Minima.Tabular;

/// <summary>A linear model of several classes over rows that stay in a source, with the sums and counts of its predictions that metrics need.</summary>
internal interface ISourceClassScores
{
    /// <summary>The sums and counts; null if a score is not finite.</summary>
    SeveralClassTotals? Totals(CancellationToken cancellation);

    /// <summary>The mean of a loss at the scores, infinite if a term is not finite; null if the source has no expression for the loss.</summary>
    double? MeanLoss(Loss loss, CancellationToken cancellation);
}

/// <summary>Sums and counts over rows of several classes.</summary>
/// <param name="Classes">For each class the number of its rows, of rows predicted as it, and of rows that are both.</param>
/// <param name="LogLoss">The sum of minus the logarithms of the probabilities of the true classes; NaN without probabilities.</param>
/// <param name="Squares">The sum of squared differences between probabilities and truth over all classes.</param>
/// <param name="Bins">Rows, sum of probabilities and rows that are right, in ten bins of equal width of the probability of the predicted class; empty without probabilities.</param>
internal sealed record SeveralClassTotals(IReadOnlyList<(long Rows, long Predicted, long Right)> Classes, double LogLoss, double Squares, IReadOnlyList<(long Rows, double Predicted, long Right)> Bins)
{
    public long Rows => Classes.Sum(of => of.Rows);
}
