using System.Globalization;

namespace Minima.Tabular;

/// <summary>The decisions of a model between two classes, on rows that it had not seen.</summary>
/// <param name="Model">The loss, or the constant.</param>
/// <param name="Positive">The class that an alarm is for.</param>
/// <param name="Rule">The goal of the threshold; null if a cost decides.</param>
/// <param name="Rate">The proportion of rows of the class.</param>
/// <param name="Alarms">The proportion of rows that are called positive.</param>
/// <param name="Precision">The proportion of alarms that are right; null if there are none.</param>
/// <param name="Recall">The proportion of the rows of the class that are found.</param>
public sealed record AlarmSummary(Localized Model, string Positive, ThresholdRule? Rule, double Rate, Estimate Alarms, Estimate? Precision, Estimate Recall)
{
    /// <summary>The score above which a row is called positive: the median over folds. A model fitted on all rows chooses its own in the same way. Null if probabilities decide by a cost.</summary>
    public double? Threshold { get; internal init; }

    /// <summary>
    /// The threshold as a probability: that of the cost if probabilities decide, else the midpoint between the rows called positive and the others; the median over folds.
    /// Null for a loss without probabilities.
    /// </summary>
    public double? Probability { get; internal init; }

    /// <summary>Precision, recall and cost of the rows with the highest scores, by their fraction of all rows.</summary>
    public IReadOnlyList<AlarmPoint> Curve { get; internal init; } = [];

    /// <summary>The precision divided by that of randomly chosen rows; null without alarms.</summary>
    public double? Lift => Precision?.Value / Rate;

    /// <summary>The decisions in a sentence or two.</summary>
    public Localized Sentence
    {
        get
        {
            var (english, chinese) = Localized.Quote(Positive);
            var how = Rule is null
                ? new Localized("decided by the cost", "按代价决定")
                : new($"with the threshold chosen inside the folds for {Rule}", $"的阈值在各折内部按 {Rule} 选取");
            var cut = Probability is not { } probability ? Localized.Nothing
                : Rule is null && Threshold is null ? new Localized($" (above a probability of {NumberFormat.Short(probability)})", $"（概率高于 {NumberFormat.Short(probability)}）")
                : new Localized($" (a probability of about {NumberFormat.Short(probability)})", $"（概率约为 {NumberFormat.Short(probability)}）");
            var text = new Localized($"{Model.English}, {how.English}{cut.English}, calls ", $"{Model.Chinese} {how.Chinese}{cut.Chinese}：") + new Localized(
                $"{Percent(Alarms).English} of the rows {english}",
                $"把 {Percent(Alarms).Chinese}的行判为{chinese}");
            if (Precision is not { } precision) return text + new Localized(": no alarm is worth it.", "：没有一次报警是值得的。");
            var reached = !Missed() ? Localized.Nothing
                : Rule is { Goal: ThresholdGoal.Alarms } ? new Localized($" On rows that the model had not seen, the share of alarms is not the wanted {Rule}.", $"在模型未见过的行上，报警的比例不是所要的 {Rule}。")
                : new Localized($" The wanted {Rule} is not reached on rows that the model had not seen.", $"在模型未见过的行上没有达到所要的 {Rule}。");
            if (Rule is { Goal: not ThresholdGoal.Alarms })
            {
                reached += new Localized(
                    $" The comparison judges rankings: its figure is that of the cut that reaches {Rule} on the rows that are judged, which nobody knows beforehand.",
                    $"比较所评判的是排序：其数值取在被评判的行上恰好达到 {Rule} 的阈值，而这一阈值无法事先知道。");
            }

            return text + new Localized(
                $"; {Percent(precision).English} of these alarms are right (precision), and they find {Percent(Recall).English} of all {english} (recall). Lift {NumberFormat.Short(Lift!.Value)}.",
                $"，其中 {Percent(precision).Chinese}判断正确，即精确率；找出了全部{chinese}的 {Percent(Recall).Chinese}，即召回率，提升度 {NumberFormat.Short(Lift.Value)}。") + reached;
        }
    }

    private bool Missed() => Rule switch
    {
        { Goal: ThresholdGoal.Recall } => Recall.High < Rule.Level,
        { Goal: ThresholdGoal.Precision } => Precision!.High < Rule.Level,
        { } => Alarms.High < Rule.Level || Alarms.Low > Rule.Level,
        null => false,
    };

    private static Localized Percent(Estimate estimate)
    {
        var (value, low, high) = (Rounded(estimate.Value), Rounded(estimate.Low), Rounded(estimate.High));
        return new($"{value} % (95 % interval {low} to {high})", $"{value}%（95% 区间 {low} 至 {high}）");

        static string Rounded(double share) => (100 * share).ToString("0.#", CultureInfo.InvariantCulture);
    }
}

/// <summary>The rows with the highest scores as alarms: a point of the curve.</summary>
/// <param name="Share">Their fraction of all rows.</param>
/// <param name="Rows">The number of these rows in the table.</param>
/// <param name="Precision">The proportion of them that is of the positive class: the precision at this many rows.</param>
/// <param name="Recall">The proportion of the positive class that they hold.</param>
/// <param name="Lift">The precision divided by that of randomly chosen rows.</param>
/// <param name="Cost">The mean cost of a row if they are the alarms; null without a cost.</param>
public sealed record AlarmPoint(double Share, double Rows, double Precision, double Recall, double Lift, double? Cost);
