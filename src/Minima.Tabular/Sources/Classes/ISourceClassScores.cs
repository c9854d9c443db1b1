namespace Minima.Tabular;

/// <summary>A linear model of several classes over rows that stay where they are, and what metrics need of its predictions.</summary>
internal interface ISourceClassScores
{
    /// <summary>The sums and counts; null where a score is not finite.</summary>
    SeveralClassTotals? Totals(CancellationToken cancellation);

    /// <summary>The mean of a loss at the scores, infinite where a term is not finite; null where the loss is no expression of the scores.</summary>
    double? MeanLoss(Loss loss, CancellationToken cancellation);
}

/// <summary>Sums and counts over rows of several classes.</summary>
/// <param name="Classes">Of each class how many rows are of it, are predicted to be, and both.</param>
/// <param name="LogLoss">The sum of minus the logarithms of the probabilities of what happened; NaN without probabilities.</param>
/// <param name="Squares">The sum of squared differences of probabilities and truth over all classes.</param>
/// <param name="Bins">Rows, sum of probabilities and rows that are right, in ten bins of equal width of the probability of the predicted class; empty without probabilities.</param>
internal sealed record SeveralClassTotals(IReadOnlyList<(long Rows, long Predicted, long Right)> Classes, double LogLoss, double Squares, IReadOnlyList<(long Rows, double Predicted, long Right)> Bins)
{
    public long Rows => Classes.Sum(of => of.Rows);
}
