namespace Minima.Tabular;

/// <summary>A linear model over rows that stay in a source, with the sums, counts and ranks of its predictions that metrics need.</summary>
internal interface ISourceScores
{
    /// <summary>The mean of the target; NaN if it is not finite.</summary>
    double TargetMean(CancellationToken cancellation);

    /// <summary>The sums of errors of the model, then those of the constants; null if a prediction is not finite.</summary>
    /// <param name="constants">Constant predictions.</param>
    /// <param name="centre">The number that is subtracted from the target before it is squared.</param>
    /// <param name="cancellation">Checked before every query.</param>
    IReadOnlyList<NumberTotals>? Numbers(IReadOnlyList<double> constants, double centre, CancellationToken cancellation);

    /// <summary>The absolute errors at the given ranks, of the model and then of each constant.</summary>
    /// <param name="constants">Constant predictions.</param>
    /// <param name="largest">The largest absolute error of each.</param>
    /// <param name="ranks">The ranks; 1 for the smallest error.</param>
    /// <param name="cancellation">Checked before every query.</param>
    IReadOnlyList<double[]> AbsoluteErrors(IReadOnlyList<double> constants, IReadOnlyList<double> largest, IReadOnlyList<long> ranks, CancellationToken cancellation);

    /// <summary>The sums and counts of two classes; null if a prediction is not finite.</summary>
    ClassTotals? Classes(CancellationToken cancellation);

    /// <summary>Totals that depend on the order of the rows; null if the rows are in several parts, because no part has the order of all.</summary>
    OrderTotals? Order(CancellationToken cancellation);

    /// <summary>The mean of a loss at the raw predictions; infinite if a term is not finite.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="inputs">Its further inputs, each a constant.</param>
    /// <param name="cancellation">Checked before every query.</param>
    double MeanLoss(Loss loss, IReadOnlyList<(string Name, double Value)> inputs, CancellationToken cancellation);

    /// <summary>The mean of a loss at the numbers that the raw predictions represent; infinite if a term is not finite.</summary>
    double MeanOfAnswers(Loss loss, CancellationToken cancellation);
}

/// <summary>Sums over rows with a number as target.</summary>
/// <param name="Rows">The number of rows.</param>
/// <param name="Absolute">The sum of absolute errors.</param>
/// <param name="Squares">The sum of squared errors.</param>
/// <param name="Signed">The sum of prediction minus target.</param>
/// <param name="TargetSquares">The sum of squared distances of the target from a centre.</param>
/// <param name="Covered">The number of targets at or below the prediction.</param>
/// <param name="Largest">The largest absolute error.</param>
internal sealed record NumberTotals(long Rows, double Absolute, double Squares, double Signed, double TargetSquares, long Covered, double Largest);

/// <summary>Sums and counts over rows of two classes.</summary>
/// <param name="Rows">The number of rows.</param>
/// <param name="Ones">The number of rows of class 1.</param>
/// <param name="TruePositive">The number of rows of class 1 that are predicted as such.</param>
/// <param name="FalsePositive">The number of rows of class 0 that are predicted as class 1.</param>
/// <param name="LogLoss">The sum of minus the logarithms of the probabilities of the true classes; NaN without probabilities.</param>
/// <param name="Squares">The sum of squared differences between probability and truth.</param>
/// <param name="Bins">Rows, sum of probabilities and rows of class 1 in ten bins of equal width; empty without probabilities.</param>
internal sealed record ClassTotals(long Rows, long Ones, long TruePositive, long FalsePositive, double LogLoss, double Squares, IReadOnlyList<(long Rows, double Predicted, long Ones)> Bins);

/// <summary>Totals over rows in the order of their scores.</summary>
/// <param name="HalfPairs">Twice the pairs of one row of each class in the right order, ties counting once.</param>
/// <param name="Precision">The sum over rows of class 1 of the precision at their score.</param>
internal sealed record OrderTotals(Int128 HalfPairs, double Precision);
