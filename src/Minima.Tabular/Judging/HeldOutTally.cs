namespace Minima.Tabular;

/// <summary>Sums over the held-out rows of one row of a comparison.</summary>
/// <param name="Sums">The metrics that may judge, by resampled unit.</param>
/// <param name="Alarms">The decisions between two classes, if a threshold or a cost asks for them; else null.</param>
/// <param name="Curves">The curves of times until an event; null for other tasks.</param>
/// <param name="Forecasts">The reliability of predicted distributions; null if none are predicted.</param>
internal sealed record HeldOutTally(UnitSums Sums, AlarmTally? Alarms, SurvivalTally? Curves, ForecastTally? Forecasts)
{
    /// <summary>Adds the predictions for the held-out rows of a fold.</summary>
    /// <param name="predictions">The predictions.</param>
    /// <param name="rows">The rows of the table that they are for.</param>
    /// <param name="isFirst">True in the first repeat, in which every row is held out once.</param>
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
    /// <param name="repeats">The number of times that each row was held out.</param>
    public ComparisonRow Told(ComparisonRow row, IReadOnlyList<string> classes, int repeats) => row with
    {
        Sums = Sums,
        Alarms = Alarms is { HasRows: true } ? Alarms.Summary(row, classes[1], repeats) : null,
        Reliability = Forecasts?.Summary(),
        Curves = Curves?.Summary() ?? [],
    };
}
