namespace Minima.Tabular;

/// <summary>
/// Intervals of times until an event. The event comes at some predicted probability of it, which is censored if the row is. These probabilities are
/// uniform between 0 and 1 under the right model (D. Cox, E. Snell, 1968). Their Kaplan-Meier curve gives the two between which the required proportion lies.
/// </summary>
internal sealed class EventIntervals(Predictor predictor) : Conformity
{
    /// <summary>The most doublings of a time in the search for one at which the event is likely enough.</summary>
    private const int Doublings = 20;

    /// <summary>The halvings that determine all digits of a time.</summary>
    private const int Halvings = 75;

    /// <summary>The relative rounding of a product of probabilities.</summary>
    private const double Slack = 1e-9;

    private readonly SavedBatch _model = predictor.Linear is { } linear ? SavedBatch.Of(linear) : SavedBatch.Of(predictor.Trees!);

    /// <remarks>Without censoring these are the values of rank floor((n + 1) a / 2) and ceil((n + 1) (1 - a / 2)) of n, where a is 1 - level.</remarks>
    public override (double[] Thresholds, int Rows) Calibrate(Table heldOut, double level, CancellationToken cancellation)
    {
        var (target, facts, rows, _) = BatchScore.Known(_model, heldOut, cancellation);
        var (times, events) = (Array.ConvertAll(rows, row => target[row]), facts.EventsOf(rows));
        var beyond = (1 - (decimal)level) / 2;
        if ((rows.Length + 1) * beyond < 1) throw TooFew(rows.Length, decimal.Ceiling(1 / beyond) - 1, (decimal)level, heldOut.Name);
        var survived = _model.OwnTimes(PredictTable.Some(Scores(heldOut, cancellation).All, rows, target.Length), rows.Length)(times);
        double[] reached = Array.ConvertAll(survived, chance => 1 - chance);
        var unlike = StepCurve.OfEvents(reached, events);

        // The curve is a product: without the slack its rounding would cost a rank.
        var (below, more) = ((rows.Length + 1) * (double)beyond / rows.Length * (1 + Slack), (rows.Length + 1) * (double)(1 - beyond) / rows.Length * (1 - Slack));
        double[] ordered = [.. reached.Where((_, row) => events[row] == 1).Order()];
        return ([
            ordered.TakeWhile(chance => 1 - unlike.At(chance) <= below).DefaultIfEmpty(0).Last(),
            ordered.SkipWhile(chance => 1 - unlike.At(chance) < more).DefaultIfEmpty(double.PositiveInfinity).First()], rows.Length);
    }

    public override ConformalPrediction Predict(Table table, double level, IReadOnlyList<double> thresholds, CancellationToken cancellation)
    {
        var (scores, notes) = Scores(table, cancellation);
        var prediction = BatchPrediction.Of(_model, scores, response: true) with { Notes = notes };
        var curves = _model.OwnTimes(scores, prediction.Rows);
        var lower = thresholds[0] == 0 ? new double[prediction.Rows] : First(curves, prediction.Rows, happened => happened >= thresholds[0], cancellation);
        var upper = thresholds[1] >= 1 ? [.. Enumerable.Repeat(double.PositiveInfinity, prediction.Rows)] : First(curves, prediction.Rows, happened => happened > thresholds[1], cancellation);

        // If the curve ends below the lower probability, the event comes after its end.
        return new(prediction, Array.ConvertAll(lower, time => Math.Min(time, _model.Survival!.End)), upper, []);
    }

    /// <summary>The first time of each row at which the probability of the event meets a condition; infinite if it never does.</summary>
    private double[] First(Func<double[], double[]> curves, int rows, Func<double, bool> isWanted, CancellationToken cancellation)
    {
        var (from, until) = (new double[rows], new double[rows]);
        Array.Fill(until, _model.Survival!.Horizon);
        bool[] Reached(double[] times) => Array.ConvertAll(curves(times), survived => isWanted(1 - survived));
        var reached = Reached(until);
        for (var k = 0; k < Doublings && reached.Contains(false); k++)
        {
            for (var row = 0; row < rows; row++)
            {
                if (!reached[row]) (from[row], until[row]) = (until[row], 2 * until[row]);
            }

            reached = Reached(until);
        }

        for (var k = 0; k < Halvings; k++)
        {
            cancellation.ThrowIfCancellationRequested();
            double[] middle = [.. from.Zip(until, (a, b) => a + ((b - a) / 2))];
            var isThere = Reached(middle);
            for (var row = 0; row < rows; row++) (from[row], until[row]) = isThere[row] ? (from[row], middle[row]) : (middle[row], until[row]);
        }

        return [.. until.Select((time, row) => reached[row] ? time : double.PositiveInfinity)];
    }

    private (double[] All, IReadOnlyList<Localized> Notes) Scores(Table table, CancellationToken cancellation) =>
        predictor.Linear is { } linear ? (PredictTable.Scores(linear, table, cancellation), []) : predictor.Boosted!.Scores(table, cancellation);
}
