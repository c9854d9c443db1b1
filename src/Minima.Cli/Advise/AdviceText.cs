using Minima.Cli.Terminal;
using Minima.Tabular;

namespace Minima.Cli.Advise;

/// <summary>Advice as text within 80 columns: findings, three losses with their reasons, and the command that tries them.</summary>
internal static class AdviceText
{
    private const int StatusWidth = 10;

    public static void Write(Advice advice, AdviseRequest request, bool asked, TextWriter output)
    {
        var (name, target, chinese, answered) = (request.Name, request.Target, request.Chinese, request.Answered);
        var looked = advice.RowsLookedAt + advice.RowsWithoutTarget;
        string Say(string english, ChineseText chineseText) => chinese ? chineseText.ToString() : english;
        var sampled = advice.Rows > looked
            ? Say($", of which a sample of {looked} is checked (--rows)", $"，抽取其中 {looked} 行查看（--rows）")
            : "";
        var dropped = advice.RowsWithoutTarget > 0 ? Say($"; {advice.RowsWithoutTarget} without a target left out", $"；去掉没有目标值的 {advice.RowsWithoutTarget} 行") : "";
        Fold(Say($"{name}: {advice.Rows} rows{sampled}{dropped}, target '{target}'.", $"{name}：{advice.Rows} 行{sampled}{dropped}，目标列“{target}”。"), "", output);
        if (!asked && answered.Count < 6)
        {
            Fold(
                Say(
                    $"Taken without asking: {string.Join(", ", Defaults(advice, answered, false))}.",
                    $"未询问而取默认值：{string.Join("、", Defaults(advice, answered, true))}。"),
                "",
                output);
        }

        if (advice.ColumnsNotFitted.Count > 0)
        {
            Fold(Say($"Not in the quick fit: {string.Join(", ", advice.ColumnsNotFitted)}.", $"未纳入快速拟合：{string.Join("、", advice.ColumnsNotFitted)}。"), "", output);
        }

        output.WriteLine();
        foreach (var check in advice.Checks.Where(c => c.Status != TableCheckStatus.Nothing))
        {
            Row(Word(check.Status, chinese), check.Title.In(chinese) + Say(": ", "：") + check.Sentence.In(chinese), output);
            foreach (var row in check.Rows)
            {
                Fold(Say($"line {row.Line}: {row.Text.English}", $"第 {row.Line} 行：{row.Text.Chinese}"), new string(' ', StatusWidth + 4), output);
            }
        }

        var nothing = advice.Checks.Where(c => c.Status == TableCheckStatus.Nothing).ToArray();
        if (nothing.Length > 0)
        {
            output.WriteLine();
            output.WriteLine(Say("Looked for and not found:", "检查过、未发现："));
            foreach (var check in nothing)
            {
                Row("", check.Title.In(chinese) + Say(": ", "：") + check.Sentence.In(chinese), output);
            }
        }

        output.WriteLine();
        var hasRemarks = advice.DefaultIsFine || advice.Unmet.Count > 0 || advice.Checks.Any(c => c.FixFirst && c.IsFound);
        if (advice.Checks.Where(c => c.FixFirst && c.IsFound).ToArray() is { Length: > 0 } first)
        {
            Fold(Say($"First of all mend the data: {string.Join(", ", first.Select(c => c.Title.English))}. No loss does that.", $"请先修正数据：{string.Join("、", first.Select(c => c.Title.Chinese))}。换损失解决不了这些问题。"), "", output);
        }

        if (advice.DefaultIsFine)
        {
            output.WriteLine(Say("The default is fine.", "用默认损失即可。"));
        }

        foreach (var reason in advice.Unmet)
        {
            Fold(Say($"No loss here is made for this yet: {reason.English}", $"目前还没有针对以下情况的损失：{reason.Chinese}"), "", output);
        }

        if (hasRemarks)
        {
            output.WriteLine();
        }

        if (advice.Options is { Metric: { } metric, Wanted: { } wanted })
        {
            Fold(
                advice.IsTried
                    ? Say($"Wanted: {wanted.Title.English}, judged by {metric.Title.English} in a quick comparison of a sample:", $"所求为{wanted.Title.Chinese}，在样本的快速比较中按{metric.Title.Chinese}评判：")
                    : Say($"Wanted: {wanted.Title.English}, judged by {metric.Title.English}; there are too few rows or columns to try the losses:", $"所求为{wanted.Title.Chinese}，按{metric.Title.Chinese}评判；行或列太少，无法先行试验："),
                "",
                output);
        }

        for (var i = 0; i < advice.Losses.Count; i++)
        {
            var loss = advice.Losses[i];
            var entry = loss.Loss.Entry;
            var (title, text) = chinese ? (entry.ChineseName, entry.Chinese) : (entry.Name, entry.English);
            output.WriteLine($"{i + 1}. {(entry.IsText ? entry.Key : loss.Text)}  {title}{(loss.IsDefault ? Say(" (default)", "（默认）") : "")}");
            Fold(loss.Reason.In(chinese), "   ", output);
            Fold(text.Summary, "   ", output);
            if (text.Use.Length > 0)
            {
                Fold(Say("Use it when ", "何时使用：") + text.Use, "   ", output);
            }
        }

        if (advice.Trees is { } trees)
        {
            output.WriteLine();
            Fold(trees.Sentence.In(chinese), "", output);
        }

        output.WriteLine();
        output.WriteLine(Say("Try them on these data:", "在这些数据上比较："));

        // Commands are not wrapped, so that they can be copied.
        output.WriteLine("  " + AdviceCommandLine.Of(advice, request));
    }

    /// <summary>The defaults that no option replaced. A cost decides the wanted statistic, and a wanted quantile decides the cost of an error.</summary>
    private static IEnumerable<string> Defaults(Advice advice, IReadOnlySet<string> answered, bool chinese)
    {
        var isClass = advice.Task is PredictionTask.Binary or PredictionTask.MultiClass;
        (string Key, bool Applies, Localized Text)[] all =
        [
            ("want", !answered.Contains("cost"), isClass ? new("probabilities are wanted (--want)", "想要概率（--want）") : new("the mean is wanted (--want)", "想要均值（--want）")),
            ("cost", !isClass && !answered.Contains("want"), new("too high is as bad as too low (--cost)", "偏高与偏低代价相同（--cost）")),
            ("error", !isClass, new("errors are absolute (--error)", "误差按绝对值计（--error）")),
            ("censored", !isClass, new("no target is only \"at least\" (--censored)", "没有只知道“至少”的目标值（--censored）")),
            ("labels", true, new("labels are sure (--labels)", "标签可靠（--labels）")),
            ("rare", isClass, new("the rare class matters no more (--rare)", "稀有类别并不更重要（--rare）")),
        ];
        return all.Where(a => a.Applies && !answered.Contains(a.Key)).Select(a => a.Text.In(chinese));
    }

    private static string Word(TableCheckStatus status, bool chinese) => (status, chinese) switch
    {
        (TableCheckStatus.Likely, false) => "likely",
        (TableCheckStatus.Likely, true) => "很可能",
        (TableCheckStatus.Possible, false) => "possible",
        (TableCheckStatus.Possible, true) => "可能",
        (TableCheckStatus.Skipped, false) => "skipped",
        (TableCheckStatus.Skipped, true) => "跳过",
        _ => "",
    };

    private static void Row(string word, string text, TextWriter output) => Wrapped.WriteBeside(word, StatusWidth, text, output);

    private static void Fold(string text, string indent, TextWriter output) => Wrapped.WriteBeside("", indent.Length, text, output);
}
