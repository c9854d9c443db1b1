namespace Minima.Tabular;

/// <summary>
/// Intervals for numbers, and sets of classes, around any model: a share of new rows that is at least the level lies inside, whatever the model and the noise, as long as the rows
/// of the calibration were not used to train it and come like the new ones (V. Vovk, A. Gammerman, G. Shafer, 2005; split conformal prediction of J. Lei et al., 2018).
/// </summary>
/// <remarks>
/// The score of a row is its absolute residual, 1 - probability of its class (M. Sadinle, J. Lei, L. Wasserman, 2019), or, between two quantile models or those of a model of distributions, how far the target lies
/// outside of them (Y. Romano, E. Patterson, E. Candès, 2019). The threshold is the score of rank ceil((n + 1) level) of n.
/// </remarks>
public sealed class ConformalPredictor
{
    private readonly Predictor _predictor;
    private readonly Predictor? _upper;

    private ConformalPredictor(Predictor predictor, Predictor? upper, double level, double[] scores, string name)
    {
        (_predictor, _upper, Level, Rows) = (predictor, upper, level, scores.Length);

        // As a decimal 0.999 is itself, so that neither a rank nor a message shows the rounding of a percentage.
        var share = (decimal)level;
        var rank = (int)decimal.Ceiling((scores.Length + 1) * share);
        if (rank > scores.Length)
        {
            throw DataException.Create(
                name,
                FormattableString.Invariant($"{scores.Length} rows have a target"),
                FormattableString.Invariant($"at least {(int)decimal.Ceiling(share / (1 - share))} are needed for {share} of new rows"),
                "Give more rows, or a lower level.");
        }

        Array.Sort(scores);
        Threshold = scores[rank - 1];
    }

    /// <summary>The share of new rows that lies inside, at least.</summary>
    public double Level { get; }

    /// <summary>The number of rows of the calibration.</summary>
    public int Rows { get; }

    /// <summary>The score up to which a value is inside: half the width of an interval in the target's units, 1 - probability for classes, or what is added on both sides of two quantiles.</summary>
    public double Threshold { get; }

    /// <summary>Measures a model on rows that it was not trained on.</summary>
    /// <param name="predictor">A model of one target, of a number or of classes with probabilities.</param>
    /// <param name="heldOut">Rows with known targets.</param>
    /// <param name="level">The share of new rows that shall lie inside, above 0 and below 1.</param>
    /// <param name="cancellation">Asked between rows.</param>
    /// <exception cref="DataException">There are too few rows, or the table lacks a column.</exception>
    /// <exception cref="TrainingException">The model has several targets, or no probabilities.</exception>
    public static ConformalPredictor Calibrate(Predictor predictor, Table heldOut, double level = 0.9, CancellationToken cancellation = default)
    {
        Check(predictor, heldOut, level);
        if (predictor.Linear is { Distribution: not null } model)
        {
            var (_, target, raw, _, _) = LinearScore.Of(model, heldOut, cancellation);
            var of = DistributionPrediction.Of(model, raw);
            return new(predictor, null, level, [.. target.Select((value, i) => of(i).Interval(level) is var (low, high) ? Math.Max(low - value, value - high) : 0)], heldOut.Name);
        }

        var (rows, _) = Judged(predictor, heldOut, cancellation);
        if (rows.ClassProbabilities is { } chances) return new(predictor, null, level, [.. rows.Target.Select((label, i) => 1 - chances[(i * rows.Classes) + (int)label])], heldOut.Name);
        if (rows.Probability is { } chance) return new(predictor, null, level, [.. rows.Target.Select((label, i) => label > 0.5 ? 1 - chance[i] : chance[i])], heldOut.Name);
        return new(predictor, null, level, [.. rows.Target.Select((target, i) => Math.Abs(target - rows.Score[i]))], heldOut.Name);
    }

    /// <summary>Measures two models of quantiles, for intervals that are as wide as the noise is where the row lies.</summary>
    /// <param name="lower">A model of a lower quantile, of 0.05 for example.</param>
    /// <param name="upper">A model of an upper quantile of the same target.</param>
    /// <param name="heldOut">Rows with known targets.</param>
    /// <param name="level">The share of new rows that shall lie inside, above 0 and below 1.</param>
    /// <param name="cancellation">Asked between rows.</param>
    /// <exception cref="UsageException">The models are not of one number, or <paramref name="upper"/> is below <paramref name="lower"/> on most rows.</exception>
    /// <inheritdoc cref="Calibrate(Predictor, Table, double, CancellationToken)"/>
    public static ConformalPredictor Calibrate(Predictor lower, Predictor upper, Table heldOut, double level = 0.9, CancellationToken cancellation = default)
    {
        Check(lower, heldOut, level);
        ArgumentNullException.ThrowIfNull(upper);
        heldOut = heldOut.Held();
        var ((low, lowIsNumber), (high, highIsNumber)) = (Judged(lower, heldOut, cancellation), Judged(upper, heldOut, cancellation));
        if (!lowIsNumber || !highIsNumber || lower.Targets[0] != upper.Targets[0] || low.Target.Length != high.Target.Length)
            throw new UsageException($"predict: --upper goes with two models of one number; these predict {DataException.Quote(lower.Targets[0])} and {DataException.Quote(upper.Targets[0])}.");
        var below = low.Score.Zip(high.Score).Count(pair => pair.Second < pair.First);
        if (2 * below > low.Score.Length)
            throw new UsageException($"predict: the model of --upper predicts less than the other one on {below} of {low.Score.Length} rows of {heldOut.Name}; name the model of the lower quantile first, and that of the upper one with --upper.");
        return new(lower, upper, level, [.. low.Target.Select((target, i) => Math.Max(low.Score[i] - target, target - high.Score[i]))], heldOut.Name);
    }

    /// <summary>Predicts the rows of a table, each with its interval or set.</summary>
    /// <param name="table">Has the model's columns by name.</param>
    /// <param name="cancellation">Asked between rows.</param>
    /// <exception cref="DataException">The table lacks a column, or a cell holds what the model does not know.</exception>
    public ConformalPrediction Predict(Table table, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (_upper is not null) table = table.Held();
        var (prediction, low, high) = Ends(table, cancellation);
        if (prediction.InOrder.Count > 0) return new(prediction, [], [], Sets(prediction));

        // Two quantiles may cross; an interval has its ends in order.
        var lower = low.Zip(high, (a, b) => Math.Min(a - Threshold, b + Threshold)).ToArray();
        var upper = low.Zip(high, (a, b) => Math.Max(a - Threshold, b + Threshold)).ToArray();
        return new(prediction, lower, upper, []);
    }

    /// <summary>The predictions, and the ends of the intervals before they are widened: the prediction itself, two quantiles, or those of a distribution.</summary>
    private (TablePrediction Prediction, double[] Low, double[] High) Ends(Table table, CancellationToken cancellation)
    {
        if (_predictor.Linear is { Distribution: not null })
        {
            var distributions = _predictor.Distributions(table, cancellation);
            (double Low, double High)[] ends = [.. distributions.Select(distribution => distribution.Interval(Level))];
            return (new([_predictor.Targets[0]], "prediction", [], [.. distributions.Select(distribution => distribution.Mean)], []), Array.ConvertAll(ends, end => end.Low), Array.ConvertAll(ends, end => end.High));
        }

        var prediction = _predictor.Predict(table, cancellation);
        return (prediction, prediction.Values, prediction.InOrder.Count > 0 ? [] : _upper?.Predict(table, cancellation).Values ?? prediction.Values);
    }

    private string[][] Sets(TablePrediction prediction)
    {
        var (classes, width) = (prediction.InOrder, prediction.Width);
        var sets = new string[prediction.Rows][];
        for (var row = 0; row < sets.Length; row++)
        {
            double Chance(int k) => width > 1 ? prediction.Values[(row * width) + k] : k == 1 ? prediction.Values[row] : 1 - prediction.Values[row];
            sets[row] = [.. classes.Where((_, k) => 1 - Chance(k) <= Threshold)];
        }

        return sets;
    }

    private static (Predictions Rows, bool IsNumber) Judged(Predictor predictor, Table table, CancellationToken cancellation)
    {
        var (reader, targets, raw) = KnownTargets.Of(predictor, table, cancellation);
        if (targets.Length != 1 || reader.Meaning.Kind is PredictionTask.MultiLabel or PredictionTask.Ordinal)
            throw new UsageException("predict: --interval is for models of one number or of classes, and this one has several targets or grades; train a model for each.");
        var rows = reader.Judge(targets, raw)[0];
        var isNumber = reader.Meaning.Kind is not (PredictionTask.Binary or PredictionTask.MultiClass);
        if (!isNumber && rows.Probability is null && rows.ClassProbabilities is null)
            throw new UsageException("predict: --interval needs the probabilities of classes, and this model gives scores; fit one with a loss that gives probabilities.");
        return (rows, isNumber);
    }

    private static void Check(Predictor predictor, Table heldOut, double level)
    {
        ArgumentNullException.ThrowIfNull(predictor);
        ArgumentNullException.ThrowIfNull(heldOut);
        if (!(level is > 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(level), level, $"the level of intervals is {level}; give a number between 0 and 1, 0.9 for example.");
    }
}
