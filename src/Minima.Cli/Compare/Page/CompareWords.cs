using System.Globalization;
using Minima.Tabular;

namespace Minima.Cli.Compare;

/// <summary>The sentences of a comparison's page, in both languages.</summary>
internal sealed class CompareWords(ComparisonResult result)
{
    // A lead below this fraction of the metric means the same model except for rounding.
    private const double Negligible = 1e-4;

    /// <summary>The name of a metric, short enough for the head of a column.</summary>
    public static Localized NameOf(TableMetric metric) => new(metric.Goal == MetricGoal.NearHalf ? metric.Key : metric.Title.English.Replace("^2", "²", StringComparison.Ordinal), metric.Title.Chinese);

    /// <summary>The direction in which a metric improves.</summary>
    public static Localized GoalOf(TableMetric metric) => metric.Goal switch
    {
        MetricGoal.Higher => new("higher is better", "越高越好"),
        MetricGoal.NearZero => new("nearer to 0 is better", "越接近 0 越好"),
        MetricGoal.NearHalf when metric.Level != 0.5 => new(
            string.Create(CultureInfo.InvariantCulture, $"share of targets at or below the prediction: nearer to {metric.Level} is better"),
            string.Create(CultureInfo.InvariantCulture, $"目标值不超过预测值的比例，越接近 {metric.Level} 越好")),
        MetricGoal.NearHalf => new("share of targets at or below the prediction: nearer to a half is better", "目标值不超过预测值的比例，越接近一半越好"),
        _ => new("lower is better", "越低越好"),
    };

    /// <summary>The name of a row in tables and charts.</summary>
    public static Localized NameOf(ComparisonRow row) => row.AsClasses ? row.Title + new Localized(" (classes)", "（按类别）") : row.Title;

    /// <summary>The target as sentences name it.</summary>
    private string Target => string.Join(", ", result.Data.Targets);

    public Localized Title => new($"Which loss predicts {Target} best?", $"预测 {Target}，选哪个损失函数？");

    /// <summary>The answer in one sentence.</summary>
    public Localized Answer()
    {
        var (verdict, metric) = (result.Verdict, NameOf(result.Metric));
        var control = result.Default.Name;
        if (verdict.Difference is not { } difference || verdict.Best is not { } best || result.Default.Find(result.Metric)?.Mean is not { } level)
        {
            return verdict.Text;
        }

        var lead = NumberFormat.Rough(-difference.Mean);
        var share = level == 0 ? "" : (-difference.Mean / Math.Abs(level)).ToString("0.0 %", CultureInfo.InvariantCulture);
        if (verdict.IsClear)
        {
            return new(
                $"Train with {best}: it beats the default {control} by {lead} in {metric.English}{Bracket(share, "", "")}, more than luck explains.",
                $"建议使用 {best}：{metric.Chinese}比默认的 {control} 改善 {lead}{Bracket(share, "（", "）")}，超出偶然所能解释的范围。");
        }

        if (verdict.Winner is null && !verdict.DefaultFails)
        {
            return new(
                $"No winner: no model beats {verdict.Constant?.Constant.English ?? "a constant"} in {metric.English} beyond what luck gives.",
                $"没有优胜者：按{metric.Chinese}衡量，没有模型明显优于{verdict.Constant?.Constant.Chinese ?? "常数预测"}。");
        }

        if (verdict.DefaultFails)
        {
            return new(
                $"Look at the data first: the default {control} does worse than a constant in {metric.English}, {best} better than both, and a few rows may decide.",
                $"请先查看数据：按{metric.Chinese}衡量，默认的 {control} 还不如常数预测，{best} 比两者都好，结果可能由少数几行决定。");
        }

        return new(
            $"Stay with the default {control}: no loss beats it in {metric.English} beyond what luck gives.",
            $"保留默认的 {control} 即可：没有损失函数在{metric.Chinese}上明显优于它，差异可归于偶然。");
    }

    /// <summary>The evidence for the answer: the nearest loss, its interval, and whether the features help at all.</summary>
    public Localized Reason()
    {
        var verdict = result.Verdict;
        if (verdict.Difference is not { } difference || verdict.Best is not { } best || result.Default.Find(result.Metric)?.Mean is not { } level)
        {
            return new("", "");
        }

        var metric = NameOf(result.Metric);
        var folds = difference.ByFold.Count;
        var tried = Verdict.Tried(result.Rows, result.Metric);
        var (low, high, p) = (Minus(NumberFormat.Rough(-difference.High)), Minus(NumberFormat.Rough(-difference.Low)), Probability(difference.AdjustedP!.Value));
        var mean = Minus(NumberFormat.Rough(-difference.Mean));
        Localized text = difference.Mean < -Negligible * Math.Abs(level)
            ? new(
                $"{(verdict.IsClear ? "Its" : $"The nearest is {best}, whose")} lead in {metric.English} is {mean}, with a 95 % interval from {low} to {high} over {folds} folds; p is {p} after correcting for {tried} losses tried.",
                $"{(verdict.IsClear ? "其" : $"最接近的是 {best}，其")}{metric.Chinese}的优势为 {mean}，{folds} 折上的 95% 置信区间为 {low} 至 {high}；按尝试的 {tried} 个损失校正后 p 为 {p}。")
            : new(
                $"{tried} losses were tried over {folds} folds.",
                $"共在 {folds} 折上尝试了 {tried} 个损失。");
        return verdict.Notes.IsEmpty ? text : new(text.English + " " + verdict.Notes.English.TrimStart(), text.Chinese + verdict.Notes.Chinese);
    }

    public Localized Task() => result.Task.Task switch
    {
        PredictionTask.Survival => new("times until an event", "事件时间"),
        PredictionTask.Ranking => new("the order within queries", "查询内的次序"),
        PredictionTask.Count => new("counts", "计数"),
        PredictionTask.Positive => new("positive amounts with a long tail", "长尾正数"),
        PredictionTask.Binary => new("two classes", "二分类"),
        PredictionTask.MultiClass => new("several classes", "多分类"),
        PredictionTask.Ordinal => new("ordered classes", "有序类别"),
        PredictionTask.MultiLabel => new("several labels", "多标签"),
        PredictionTask.Vector => new("several numbers", "多个数值"),
        PredictionTask.Composition => new("parts of 1", "构成"),
        PredictionTask.Boxes => new("boxes", "边界框"),
        _ => new("a number", "回归"),
    };

    public Localized Split()
    {
        var plan = result.Folds;
        var repeats = plan.Repeats > 1 ? new Localized($", {plan.Repeats} times", $"，重复 {plan.Repeats} 次") : new("", "");
        Localized text = plan.Kind switch
        {
            FoldKind.Grouped => new($"{plan.PerRepeat} folds; the rows of one {plan.Column} stay together", $"{plan.PerRepeat} 折，同一 {plan.Column} 的行不拆开"),
            FoldKind.Time => new($"{plan.PerRepeat} folds that train on the past and test on what comes next, by {plan.Column}", $"{plan.PerRepeat} 折，按 {plan.Column} 用过去的数据训练、用之后的数据测试"),
            FoldKind.TestFile => new($"tested on {plan.Column} in {plan.PerRepeat} parts", $"在 {plan.Column} 上分 {plan.PerRepeat} 份测试"),
            _ => new($"{plan.PerRepeat} folds", $"{plan.PerRepeat} 折交叉验证"),
        };
        return new(text.English + repeats.English, text.Chinese + repeats.Chinese);
    }

    /// <summary>The minus of mathematics, as wide as a digit.</summary>
    public static string Minus(string number) => number.Replace('-', '−');

    public static string Probability(double p) => p < 0.0001 ? "< 0.0001" : p.ToString("0.0000", CultureInfo.InvariantCulture);

    private static string Bracket(string share, string open, string close) => share.Length == 0 ? "" : open.Length == 0 ? $" ({share})" : open + share + close;
}
