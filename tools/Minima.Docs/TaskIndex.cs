using System.Globalization;
using System.Text;
using Minima.Tabular;

namespace Minima.Docs;

/// <summary>Which losses for which task: what is predicted, then what is wished for. Losses say it of themselves (<see cref="LossEntry.Suits"/>); nothing is listed by name here.</summary>
internal static class TaskIndex
{
    private sealed record Task(string English, string Chinese, LossTask Default, params LossFamily[] Families);

    /// <summary>Tasks on which a wish decides; the others are one family each.</summary>
    private static readonly Task[] Tasks =
    [
        new("A number", "一个数", LossTask.Regression, LossFamily.Regression, LossFamily.Robust, LossFamily.Quantile, LossFamily.Probabilistic, LossFamily.Survival),
        new("A count", "计数", LossTask.Count, LossFamily.Count),
        new("A positive amount", "正值金额", LossTask.Positive),
        new("Yes or no", "是或否", LossTask.Binary, LossFamily.Binary, LossFamily.Margin),
        new("One of several classes", "多个类别之一", LossTask.MultiClass, LossFamily.MultiClass),
        new("Any number of labels at once", "任意多个标签", LossTask.MultiLabel, LossFamily.MultiLabel),
    ];

    private static readonly (LossFamily Family, string English, string Chinese)[] Others =
    [
        (LossFamily.Segmentation, "Which pixels belong to a thing", "哪些像素属于目标"),
        (LossFamily.Detection, "A box around a thing", "目标的边界框"),
        (LossFamily.Image, "An image, a depth map, a sound", "图像、深度图、音频"),
        (LossFamily.Metric, "An embedding in which like is near like", "相似者相近的嵌入"),
        (LossFamily.Ranking, "The order of a list", "列表的次序"),
        (LossFamily.Sequence, "A sequence without its alignment", "未对齐的序列"),
        (LossFamily.LanguageModel, "The next token; what people prefer", "下一个词元；人的偏好"),
        (LossFamily.Survival, "The time until an event", "事件发生的时间"),
        (LossFamily.Divergence, "A distribution; the answers of a teacher", "一个分布；教师模型的输出"),
        (LossFamily.Generative, "Samples like the data; a whole forecast", "与数据相似的样本；完整的概率预测"),
        (LossFamily.MultiTask, "Several tasks with one model", "一个模型完成多个任务"),
        (LossFamily.Causal, "What a treatment changes, for each unit", "处理对每个个体的效应"),
        (LossFamily.Regularization, "Weights that are small, few, or near those of before", "小的、少的、或接近旧值的权重"),
        (LossFamily.Quantization, "Weights of few bits", "低位宽的权重"),
        (LossFamily.Weighting, "Samples that do not count alike; a stream that drifts", "样本重要性不等；会漂移的数据流"),
        (LossFamily.Adversarial, "A game of two; predictions that withstand attacks", "两方博弈；经得起攻击的预测"),
    ];

    public static void Write(StringBuilder page, IReadOnlyList<LossEntry> entries, Tongue tongue)
    {
        page.Append(tongue.Say("## By task\n\n| what is predicted | what is wished for | losses |\n|---|---|---|\n", "## 按任务查找\n\n| 预测什么 | 看重什么 | 损失 |\n|---|---|---|\n"));
        foreach (var task in Tasks)
        {
            var name = tongue.Say(task.English, task.Chinese);
            Row(name, tongue.Say("to begin with", "先用它"), entries.Where(e => e.DefaultFor.HasFlag(task.Default)));
            var own = entries.Where(e => task.Families.Contains(e.Family)).ToArray();
            foreach (var purpose in Enum.GetValues<LossPurpose>().Where(p => p != LossPurpose.None))
            {
                Row(name, Words(purpose, tongue), own.Where(e => e.Suits.HasFlag(purpose)).OrderByDescending(e => e.Preference).ThenBy(e => e.Key, StringComparer.Ordinal));
            }
        }

        foreach (var (family, english, chinese) in Others)
        {
            Row(tongue.Say(english, chinese), string.Empty, entries.Where(e => e.Family == family).OrderBy(e => e.Key, StringComparer.Ordinal));
        }

        page.Append('\n');

        void Row(string task, string wish, IEnumerable<LossEntry> losses)
        {
            var links = string.Join(", ", losses.Select(e => $"[{e.Key}]({IndexPage.Link(e, tongue)})"));
            if (links.Length > 0)
            {
                page.Append(CultureInfo.InvariantCulture, $"| {task} | {wish} | {links} |\n");
            }
        }
    }

    private static string Words(LossPurpose purpose, Tongue tongue) => purpose switch
    {
        LossPurpose.Mean => tongue.Say("the mean", "均值"),
        LossPurpose.Median => tongue.Say("the median, a typical value", "中位数，即典型值"),
        LossPurpose.Quantile => tongue.Say("a quantile, an interval", "分位数、区间"),
        LossPurpose.UnevenCost => tongue.Say("too high costs another amount than too low", "偏高与偏低的代价不同"),
        LossPurpose.RelativeError => tongue.Say("errors count in per cent", "误差按百分比计"),
        LossPurpose.Outliers => tongue.Say("some targets lie far off", "个别目标值离群"),
        LossPurpose.HeavyTails => tongue.Say("large errors are common", "大误差常见（重尾）"),
        LossPurpose.PositiveSkew => tongue.Say("positive amounts with a long tail", "长尾的正值"),
        LossPurpose.GrowingSpread => tongue.Say("errors grow with the prediction", "误差随预测值增大"),
        LossPurpose.Counts => tongue.Say("counts", "计数"),
        LossPurpose.Overdispersion => tongue.Say("counts that vary more than Poisson's", "计数的波动大于泊松分布"),
        LossPurpose.ManyZeros => tongue.Say("many targets are exactly 0", "许多目标值恰为 0"),
        LossPurpose.Censoring => tongue.Say("some targets are only \"at least\" or \"at most\"", "部分目标值只知上限或下限"),
        LossPurpose.Imbalance => tongue.Say("some classes are rare, and matter", "有的类别稀少而重要"),
        LossPurpose.LabelNoise => tongue.Say("some labels are wrong", "部分标签有误"),
        LossPurpose.OrderedClasses => tongue.Say("the classes have an order", "类别有序"),
        LossPurpose.Probability => tongue.Say("good probabilities", "可靠的概率"),
        LossPurpose.Distribution => tongue.Say("the whole distribution", "整个分布"),
        LossPurpose.ClassOnly => tongue.Say("the class alone, no probability", "只要类别，不要概率"),
        _ => throw new ArgumentOutOfRangeException(nameof(purpose), purpose, null),
    };
}
