using System.Globalization;

namespace Minima.Tabular;

/// <summary>The goal of a threshold between two classes.</summary>
public enum ThresholdGoal
{
    /// <summary>A proportion of the rows of the positive class is found.</summary>
    Recall,

    /// <summary>A proportion of the alarms is of the positive class.</summary>
    Precision,

    /// <summary>A proportion of all rows is called positive.</summary>
    Alarms,
}

/// <summary>
/// The rule for which rows are called positive: those above a threshold that reaches a wanted recall, precision or proportion of alarms. A comparison chooses the threshold inside its
/// training folds, on rows that the model was not fitted to, and reports what it reaches on held-out rows (<see cref="ComparisonResult.Alarms"/>).
/// </summary>
/// <remarks>Losses are judged by the quantity that the rule leaves open: by precision at a recall, by recall at a precision or a proportion of alarms, each on the ranking of held-out rows.</remarks>
public sealed record ThresholdRule
{
    private static readonly string[] Words = [.. Enum.GetNames<ThresholdGoal>().Select(name => name.ToLowerInvariant())];

    private ThresholdRule(ThresholdGoal goal, double level)
    {
        if (!(level > 0 && (level < 1 || (level == 1 && goal != ThresholdGoal.Alarms))))
            throw new ArgumentOutOfRangeException(nameof(level), level, "A fraction is above 0, and at most 1; for alarms it is below 1.");
        (Goal, Level) = (goal, level);
    }

    /// <summary>The goal.</summary>
    public ThresholdGoal Goal { get; }

    /// <summary>The wanted proportion.</summary>
    public double Level { get; }

    /// <summary>Finds this proportion of the positive class, with as few alarms as possible.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The proportion is not above 0 and at most 1.</exception>
    public static ThresholdRule Recall(double level) => new(ThresholdGoal.Recall, level);

    /// <summary>Keeps this proportion of the alarms right, with as many alarms as possible; no row is called positive if no threshold reaches it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The proportion is not above 0 and at most 1.</exception>
    public static ThresholdRule Precision(double level) => new(ThresholdGoal.Precision, level);

    /// <summary>Calls this proportion of the rows positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The proportion is not above 0 and below 1.</exception>
    public static ThresholdRule Alarms(double level) => new(ThresholdGoal.Alarms, level);

    /// <summary>The rule from the text of <c>--threshold</c>: <c>recall=80%</c>, <c>precision=0.9</c>, <c>alarms=10%</c>.</summary>
    /// <exception cref="TrainingException">The text is none of these.</exception>
    public static ThresholdRule Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var pieces = text.Split('=', StringSplitOptions.TrimEntries);
        var goal = Array.IndexOf(Words, pieces[0]);
        var percent = pieces[^1].EndsWith('%');
        if (pieces.Length != 2 || goal < 0 || !double.TryParse(percent ? pieces[1][..^1] : pieces[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            throw new UsageException($"--threshold {Wording.Quote(text)} is not understood{Wording.DidYouMean(pieces[0], Words)}; recall=80%, precision=90% or alarms=10% is expected.");
        try
        {
            return new((ThresholdGoal)goal, percent ? number / 100 : number);
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new UsageException($"--threshold {Wording.Quote(text)}: a percentage above 0 % and at most 100 % is expected, for alarms below 100 %, as in recall=80% or alarms=10%.");
        }
    }

    /// <summary>The rule in the form of <c>--threshold</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Words[(int)Goal]}={100 * Level:0.######}%");

    /// <summary>The metric that judges losses.</summary>
    internal TableMetric Metric => Goal switch
    {
        ThresholdGoal.Recall => TableMetric.OfRanking($"precision at {Share} recall", $"召回率 {Share} 处的精确率", Judged, "precision@recall", isLoss: true),
        ThresholdGoal.Precision => TableMetric.OfRanking($"recall at {Share} precision", $"精确率 {Share} 处的召回率", Judged, "recall@precision", isLoss: true),
        _ => TableMetric.OfRanking($"recall at {Share} alarms", $"报警率 {Share} 处的召回率", Judged, "recall@alarms", isLoss: true),
    };

    /// <summary>The wanted proportion in per cent.</summary>
    internal string Share => string.Create(CultureInfo.InvariantCulture, $"{100 * Level:0.######} %");

    /// <summary>The threshold that reaches the rule on some rows; above all scores if none does.</summary>
    internal double Cut(RankedScores scores)
    {
        if (Goal == ThresholdGoal.Alarms && scores.Fitted?.Invoke() is { } fitted) scores = fitted;
        var (best, most) = (double.PositiveInfinity, 0.0);
        foreach (var (cut, found, taken) in scores.Cuts())
        {
            switch (Goal)
            {
                case ThresholdGoal.Recall when Reaches(found, scores.Ones):
                    return cut;
                case ThresholdGoal.Alarms when taken > Level * scores.Rows:
                    // The nearer of the two cuts around the wanted proportion.
                    return (Level * scores.Rows) - most <= taken - (Level * scores.Rows) ? best : cut;
                case ThresholdGoal.Alarms:
                    (best, most) = (cut, taken);
                    break;
                case ThresholdGoal.Precision when Reaches(found, taken):
                    best = cut;
                    break;
            }
        }

        return best;
    }

    /// <summary>Checks if a proportion is reached up to rounding.</summary>
    private bool Reaches(double part, double whole) => part >= (Level * whole) - (1e-9 * whole);

    private double? Judged(RankedCounts counts)
    {
        var found = counts.Found;
        var taken = counts.Taken;
        var best = 0.0;
        if (counts.Ones == 0 || counts.Ones.Equals(counts.Rows)) return null;
        for (var k = 0; k < found.Length; k++)
        {
            switch (Goal)
            {
                case ThresholdGoal.Recall when Reaches(found[k], counts.Ones):
                    best = Math.Max(best, found[k] / taken[k]);
                    break;
                case ThresholdGoal.Precision when Reaches(found[k], taken[k]):
                    best = Math.Max(best, found[k] / counts.Ones);
                    break;
                case ThresholdGoal.Alarms when Level * counts.Rows <= taken[k]:
                    // Tied rows contribute their average.
                    var (before, above) = k > 0 ? (found[k - 1], taken[k - 1]) : (0, 0);
                    return (before + ((found[k] - before) * ((Level * counts.Rows) - above) / (taken[k] - above))) / counts.Ones;
            }
        }

        return best;
    }
}
