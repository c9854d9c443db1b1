namespace Minima.Tabular;

/// <summary>
/// Intervals for numbers and times, and sets of classes, grades and labels, around any model. The proportion of new rows inside is at least the level, for any model and noise. The rows
/// of the calibration must not be used for training and must come from the same distribution as the new ones (V. Vovk, A. Gammerman, G. Shafer, 2005; split conformal prediction of J. Lei et al., 2018).
/// </summary>
/// <remarks>
/// <para>The score of a row is its absolute residual, or 1 - probability of its class (M. Sadinle, J. Lei, L. Wasserman, 2019). Between two quantile models, or those of a model of distributions, it is the distance of the target
/// outside of them (Y. Romano, E. Patterson, E. Candès, 2019). The threshold is the score of rank ceil((n + 1) level) of n.</para>
/// <para>Classes without probabilities: the distance of the score of the class below the largest. Grades of a loss that knows their order: a set has no gaps; a model that predicts positions of grades uses the residual of the position. Labels: the
/// largest amount by which the probability of a label's true state is below a half, or its score on the wrong side of 0; all labels of a row are inside at once. Several numbers: each has its own threshold, and its own coverage.</para>
/// <para>Times until an event: the predicted probability that the event has happened by the time of the row, censored if the row is (D. Cox, E. Snell, 1968). An interval lies between two of
/// these probabilities, taken from their Kaplan-Meier curve. Its coverage is the level for many rows, if censoring is independent of the time given the features, and if the model errs in the same way for all rows.
/// A wrong dispersion is corrected, an effect that the model lacks is not.</para>
/// </remarks>
public sealed class ConformalPredictor
{
    private readonly Conformity _conformity;

    private ConformalPredictor(Conformity conformity, Table heldOut, double level, CancellationToken cancellation)
    {
        _conformity = conformity;
        (Level, (var thresholds, Rows)) = (level, conformity.Calibrate(heldOut, level, cancellation));
        Thresholds = thresholds;
    }

    /// <summary>The least proportion of new rows that lies inside.</summary>
    public double Level { get; }

    /// <summary>The number of rows of the calibration.</summary>
    public int Rows { get; }

    /// <summary>The first of <see cref="Thresholds"/>: for one number half the width of an interval in the target's units, for classes 1 - probability, for two quantiles the amount added on both sides.</summary>
    public double Threshold => Thresholds[0];

    /// <summary>One threshold; for several numbers one each; for times until an event the probabilities of the event at the ends of an interval.</summary>
    public IReadOnlyList<double> Thresholds { get; }

    /// <summary>Measures a model on rows that it was not trained on.</summary>
    /// <param name="predictor">A model of numbers, classes, grades, labels, distributions, or times until an event.</param>
    /// <param name="heldOut">Rows with known targets.</param>
    /// <param name="level">The proportion of new rows that should lie inside, above 0 and below 1.</param>
    /// <param name="cancellation">Checked between rows.</param>
    /// <exception cref="DataException">There are too few rows, or the table lacks a column.</exception>
    /// <exception cref="TrainingException">The model predicts the order of queries.</exception>
    public static ConformalPredictor Calibrate(Predictor predictor, Table heldOut, double level = 0.9, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(predictor);
        Check(heldOut, level);
        return new(Conformity.Of(predictor), heldOut.CanReadAgain ? heldOut : heldOut.Held(), level, cancellation);
    }

    /// <summary>Measures two models of quantiles, for intervals whose width follows the noise at each row.</summary>
    /// <param name="lower">A model of a lower quantile, for example 0.05.</param>
    /// <param name="upper">A model of an upper quantile of the same target.</param>
    /// <param name="heldOut">Rows with known targets.</param>
    /// <param name="level">The proportion of new rows that should lie inside, above 0 and below 1.</param>
    /// <param name="cancellation">Checked between rows.</param>
    /// <exception cref="UsageException">The models are not of one number, or <paramref name="upper"/> is below <paramref name="lower"/> on most rows.</exception>
    /// <inheritdoc cref="Calibrate(Predictor, Table, double, CancellationToken)"/>
    public static ConformalPredictor Calibrate(Predictor lower, Predictor upper, Table heldOut, double level = 0.9, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(lower);
        ArgumentNullException.ThrowIfNull(upper);
        Check(heldOut, level);
        return new(new QuantileIntervals(lower, upper), heldOut.Held(), level, cancellation);
    }

    /// <summary>Predicts the rows of a table, each with its interval or set.</summary>
    /// <param name="table">A table with the model's columns, found by name.</param>
    /// <param name="cancellation">Checked between rows.</param>
    /// <exception cref="DataException">The table lacks a column, or a cell holds a value unknown to the model.</exception>
    public ConformalPrediction Predict(Table table, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        return _conformity.Predict(table, Level, Thresholds, cancellation);
    }

    private static void Check(Table heldOut, double level)
    {
        ArgumentNullException.ThrowIfNull(heldOut);
        if (!(level is > 0 and < 1) || (decimal)level is 0 or 1) throw new ArgumentOutOfRangeException(nameof(level), level, $"the level of intervals is {level}; give a number between 0 and 1, 0.9 for example.");
    }
}
