namespace Minima.Tabular;

/// <summary>Sums over the held-out rows of one row of a comparison.</summary>
/// <param name="Sums">The metrics that may judge, by the units that are resampled.</param>
/// <param name="Alarms">The decisions between two classes, if a threshold or a cost asks for them; else null.</param>
/// <param name="Curves">The curves of times until an event; null elsewhere.</param>
/// <param name="Forecasts">The reliability of predicted distributions; null elsewhere.</param>
internal sealed record HeldOutTally(UnitSums Sums, AlarmTally? Alarms, SurvivalTally? Curves, ForecastTally? Forecasts)
{
    /// <summary>Takes the predictions for the held-out rows of a fold.</summary>
    /// <param name="predictions">The predictions.</param>
    /// <param name="rows">Which rows of the table they are for.</param>
    /// <param name="isFirst">Of the first repeat, in which every row is held out once.</param>
    public void Add(Predictions predictions, int[] rows, bool isFirst)
    {
        Sums.Add(predictions, rows);
        if (isFirst) Forecasts?.Add(predictions, rows);
        if (!Array.TrueForAll(predictions.Score, double.IsFinite)) return;
        Alarms?.Add(predictions, rows);
        if (isFirst && predictions.Survival is { } forecast) Curves?.Add(predictions.Target, predictions.Score, forecast);
    }

    /// <summary>The row of the result with its sums.</summary>
    /// <param name="row">The row.</param>
    /// <param name="classes">The classes of the target.</param>
    /// <param name="repeats">How often each row was held out.</param>
    public ComparisonRow Told(ComparisonRow row, IReadOnlyList<string> classes, int repeats) => row with
    {
        Sums = Sums,
        Alarms = Alarms is { HasRows: true } ? Alarms.Summary(row, classes[1], repeats) : null,
        Reliability = Forecasts?.Summary(),
        Curves = Curves?.Summary() ?? [],
    };
}
