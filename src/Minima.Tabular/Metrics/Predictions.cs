namespace Minima.Tabular;

/// <summary>The predictions of a model for some rows, and the truth.</summary>
internal sealed class Predictions
{
    private Predictions(double[] target, double[] score, double[]? probability, double threshold)
    {
        if (score.Length != target.Length || (probability is not null && probability.Length != target.Length))
            throw new ArgumentException("one prediction for each row is expected", nameof(score));
        Target = target;
        Score = score;
        Probability = probability;
        Threshold = threshold;
    }

    /// <summary>The truth: numbers, classes as whole numbers from 0, or the number of labels that are set.</summary>
    public double[] Target { get; }

    /// <summary>The predicted number, a score that is higher the likelier class 1 is, the predicted one of several classes, or the number of labels that are predicted.</summary>
    public double[] Score { get; }

    /// <summary>The predicted probability of class 1; null for losses that give none, like the hinge.</summary>
    public double[]? Probability { get; }

    /// <summary>Scores above it mean class 1.</summary>
    public double Threshold { get; }

    /// <summary>Some probabilities are exactly 0 or 1, because the link of the loss ends there.</summary>
    public bool AreCertain { get; private init; }

    /// <summary>The thresholds of F1 and the balanced accuracy, chosen on other rows; null for <see cref="Threshold"/>.</summary>
    public TunedThresholds? Tuned { get; private set; }

    /// <summary>For each row the score of each of several classes; null if classes were predicted without scores.</summary>
    public double[]? ClassScores { get; private init; }

    /// <summary>The predicted class of each row for macro F1, tuned on other rows; null for <see cref="Score"/>.</summary>
    public double[]? ForMacroF1 { get; private init; }

    /// <summary>The same for the balanced accuracy.</summary>
    public double[]? ForBalancedAccuracy { get; private init; }

    /// <summary>The number of classes to predict; 0 for a number and for two classes.</summary>
    public int Classes { get; private init; }

    /// <summary>The indexes of these rows in the table; null if not needed.</summary>
    public int[]? Rows { get; private set; }

    /// <summary>For each row the query that it belongs to; null if there are no queries.</summary>
    public int[]? Queries { get; init; }

    /// <summary>Events and survival curves, if the target is a time; null for other tasks.</summary>
    public SurvivalForecast? Survival { get; init; }

    /// <summary>The scores of predicted distributions; null if none are predicted.</summary>
    public ForecastScores? Forecast { get; private init; }

    /// <summary>For each row the probability of each of several classes; null for losses that give none.</summary>
    public double[]? ClassProbabilities { get; private init; }

    /// <summary>The predictions of each of several labels or numbers; empty otherwise.</summary>
    public IReadOnlyList<Predictions> Labels { get; private set; } = [];

    /// <summary>Scores of training rows by models that were not fitted to them; null without any, and for rows of a table (<see cref="At"/>).</summary>
    public RankedScores? HeldOut { get; private set; }

    /// <summary>The threshold that was chosen for a rule or a cost; null for <see cref="Threshold"/>.</summary>
    public double? Cut { get; private set; }

    /// <summary>The threshold of class 1 for a metric: that chosen for a rule or a cost, else for the metric, else that of the loss.</summary>
    public double CutFor(Func<TunedThresholds, double?> metric) => Cut ?? (Tuned is { } tuned ? metric(tuned) : null) ?? Threshold;

    /// <summary>The decision for a row of two classes is class 1.</summary>
    public bool IsOne(int row) => Score[row] > (Cut ?? Threshold);

    /// <summary>The figure shown for a row: the probability if there is one, else the score or number.</summary>
    public double Shown(int row) => Probability is { } probability ? probability[row] : Score[row];

    /// <summary>The probability of the predicted one of several classes; null without probabilities.</summary>
    public double? Confidence(int row) => ClassProbabilities is { } all ? all[(row * Classes) + (int)Score[row]] : null;

    public static Predictions OfNumbers(double[] target, double[] prediction) => new(target, prediction, null, 0);

    /// <summary>Predictions of distributions, with the median of each.</summary>
    public static Predictions OfDistributions(double[] target, double[] median, ForecastScores scores) => new(target, median, null, 0) { Forecast = scores };

    /// <summary>Predictions of times until an event: a risk, which is higher the sooner the event is expected, and curves if there are any.</summary>
    public static Predictions OfTimes(double[] times, double[] risk, SurvivalForecast forecast) => new(times, risk, null, 0) { Survival = forecast };

    /// <summary>A ranking of the rows of each query: higher scores first.</summary>
    public static Predictions OfLists(double[] relevance, double[] score, int[] queries) => new(relevance, score, null, 0) { Queries = queries };

    /// <summary>Predictions of class 1 if the score is above <paramref name="threshold"/>.</summary>
    public static Predictions OfScores(double[] target, double[] score, double[]? probability = null, double threshold = 0, bool areCertain = false) =>
        new(target, score, probability, threshold) { AreCertain = areCertain };

    /// <summary>Predictions of class 1 if its probability is above a half.</summary>
    public static Predictions OfProbabilities(double[] target, double[] probability) =>
        new(target, probability, probability, 0.5);

    /// <summary>Predictions of one of several classes: that of the largest score, the first of equal ones; NaN if a score is not finite.</summary>
    /// <param name="target">The class of each row.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="scores">For each row one score of each class.</param>
    /// <param name="probabilities">In the same shape, or null.</param>
    /// <param name="areCertain">See <see cref="AreCertain"/>.</param>
    public static Predictions OfClasses(double[] target, int classes, double[] scores, double[]? probabilities, bool areCertain = false)
    {
        if (scores.Length != (long)target.Length * classes || (probabilities is not null && probabilities.Length != scores.Length))
            throw new ArgumentException("one score for each row and class is expected", nameof(scores));
        var predicted = new double[target.Length];
        for (var i = 0; i < predicted.Length; i++) predicted[i] = Largest(scores.AsSpan(i * classes, classes));
        return new Predictions(target, predicted, null, 0) { Classes = classes, ClassProbabilities = probabilities, ClassScores = scores, AreCertain = areCertain };
    }

    /// <summary>Predictions of one of several grades: the nearest to a predicted number, the lower one of a tie.</summary>
    /// <param name="target">The index of the grade of each row.</param>
    /// <param name="grades">The grades as numbers, ascending.</param>
    /// <param name="prediction">A number for each row.</param>
    public static Predictions OfGrades(double[] target, double[] grades, double[] prediction)
    {
        var nearest = Array.ConvertAll(prediction, number =>
        {
            if (!double.IsFinite(number)) return double.NaN;
            var best = 0;
            for (var k = 1; k < grades.Length; k++) best = Math.Abs(grades[k] - number) < Math.Abs(grades[best] - number) ? k : best;
            return best;
        });
        return new Predictions(target, nearest, null, 0) { Classes = grades.Length };
    }

    /// <summary>The same predictions of two classes, with the thresholds that are best for F1 and the balanced accuracy on other rows.</summary>
    /// <param name="heldOut">Null if these rows give no threshold.</param>
    public Predictions With(RankedScores? heldOut) => new(Target, Score, Probability, Threshold) { Tuned = heldOut is null ? null : TunedThresholds.Best(heldOut), HeldOut = heldOut, AreCertain = AreCertain, Rows = Rows };

    /// <summary>The same predictions of two classes with other thresholds for the metrics.</summary>
    public Predictions With(TunedThresholds tuned)
    {
        var changed = (Predictions)MemberwiseClone();
        changed.Tuned = tuned;
        return changed;
    }

    /// <summary>The same predictions of two classes by a model that has its own threshold, for every metric; null for that of the loss.</summary>
    public Predictions DecidedAbove(double? threshold) => threshold is { } own ? new(Target, Score, Probability, own) { AreCertain = AreCertain } : this;

    /// <summary>The same predictions with another threshold.</summary>
    public Predictions CutAt(double score)
    {
        var cut = (Predictions)MemberwiseClone();
        cut.Cut = score;
        return cut;
    }

    /// <summary>The same predictions of several classes, with the decisions that are best for macro F1 and the balanced accuracy on other rows.</summary>
    public Predictions With(TunedClasses? tuned) => tuned is null || ClassScores is null || Array.Exists(Score, double.IsNaN) ? this : new(Target, Score, Probability, Threshold)
    {
        Classes = Classes,
        ClassProbabilities = ClassProbabilities,
        ClassScores = ClassScores,
        AreCertain = AreCertain,
        Rows = Rows,
        ForMacroF1 = TunedClasses.Predicted(ClassScores, tuned.OfMacroF1),
        ForBalancedAccuracy = TunedClasses.Predicted(ClassScores, tuned.OfBalancedAccuracy),
    };

    /// <summary>The same predictions, with the indexes of these rows in the table.</summary>
    public Predictions At(int[] rows)
    {
        var placed = (Predictions)MemberwiseClone();
        (placed.Rows, placed.HeldOut, placed.Labels) = (rows, null, [.. Labels.Select(label => label.At(rows))]);
        return placed;
    }

    /// <summary>Predictions of several labels at once.</summary>
    public static Predictions OfLabels(IReadOnlyList<Predictions> labels)
    {
        labels = TunedLabels.Of(labels);
        var rows = labels[0].Target.Length;
        var (target, score) = (new double[rows], new double[rows]);
        foreach (var label in labels)
        {
            for (var i = 0; i < rows; i++)
            {
                target[i] += label.Target[i];
                score[i] += double.IsFinite(label.Score[i]) ? (label.IsOne(i) ? 1 : 0) : double.NaN;
            }
        }

        return new Predictions(target, score, null, 0) { Labels = labels, AreCertain = labels.Any(label => label.AreCertain), Rows = labels[0].Rows };
    }

    /// <summary>Predictions of several numbers at once; if one number must represent a row, it is their mean.</summary>
    public static Predictions OfRows(IReadOnlyList<Predictions> numbers)
    {
        var rows = numbers[0].Target.Length;
        double[] Mean(Func<Predictions, double[]> values) => [.. Enumerable.Range(0, rows).Select(row => numbers.Average(number => values(number)[row]))];
        return new Predictions(Mean(number => number.Target), Mean(number => number.Score), null, 0) { Labels = numbers };
    }

    /// <summary>The rows of several predictions of the same kind, one after the other.</summary>
    public static Predictions Together(IReadOnlyList<Predictions> parts) => new(
        [.. parts.SelectMany(part => part.Target)],
        [.. parts.SelectMany(part => part.Score)],
        parts.All(part => part.Probability is not null) ? [.. parts.SelectMany(part => part.Probability!)] : null,
        parts[0].Threshold)
    {
        Tuned = parts[0].Tuned,
        Cut = parts[0].Cut,
        Classes = parts[0].Classes,
        ClassProbabilities = Joined(parts, part => part.ClassProbabilities),
        ForMacroF1 = Joined(parts, part => part.ForMacroF1),
        ForBalancedAccuracy = Joined(parts, part => part.ForBalancedAccuracy),
        Labels = [.. Enumerable.Range(0, parts[0].Labels.Count).Select(k => Together([.. parts.Select(part => part.Labels[k])]))],
    };

    private static double[]? Joined(IReadOnlyList<Predictions> parts, Func<Predictions, double[]?> values) =>
        parts.All(part => values(part) is not null) ? [.. parts.SelectMany(part => values(part)!)] : null;

    /// <summary>The predictions for some of the rows, by their positions.</summary>
    public Predictions Subset(int[] rows)
    {
        double[]? probabilities = null;
        if (ClassProbabilities is { } all)
        {
            probabilities = new double[rows.Length * Classes];
            for (var i = 0; i < rows.Length; i++) all.AsSpan(rows[i] * Classes, Classes).CopyTo(probabilities.AsSpan(i * Classes));
        }

        return new Predictions(Pick(Target), Pick(Score), Probability is null ? null : Pick(Probability), Threshold)
        {
            Tuned = Tuned,
            Cut = Cut,
            Rows = Rows is { } places ? Array.ConvertAll(rows, row => places[row]) : null,
            Classes = Classes,
            ClassProbabilities = probabilities,
            ForMacroF1 = ForMacroF1 is null ? null : Pick(ForMacroF1),
            ForBalancedAccuracy = ForBalancedAccuracy is null ? null : Pick(ForBalancedAccuracy),
            Labels = [.. Labels.Select(label => label.Subset(rows))],
            Queries = Queries is { } queries ? Array.ConvertAll(rows, row => queries[row]) : null,
            Survival = Survival?.Subset(rows),
            Forecast = Forecast?.Subset(rows),
        };

        double[] Pick(double[] values) => Array.ConvertAll(rows, row => values[row]);
    }

    private static double Largest(ReadOnlySpan<double> scores)
    {
        var best = 0;
        for (var k = 0; k < scores.Length; k++)
        {
            if (!double.IsFinite(scores[k])) return double.NaN;
            if (scores[k] > scores[best]) best = k;
        }

        return best;
    }
}
