namespace Minima.Lab.Studies;

/// <summary>A column of figures of a study.</summary>
/// <param name="Head">Above it.</param>
/// <param name="Of">The figure of a result.</param>
/// <param name="Show">A mean and its interval as text.</param>
internal sealed record StudyColumn<TResult>(Words Head, Func<TResult, double> Of, Func<Sample, Words> Show);

/// <summary>A study as a table: what each method chose, its figures with intervals, and whether it is better than the tuned baseline.</summary>
internal static class StudyTable
{
    /// <param name="outcome">Of the study.</param>
    /// <param name="title">Above the table.</param>
    /// <param name="difference">A difference and its interval as text.</param>
    /// <param name="columns">The first shows what settings were chosen by.</param>
    public static LabTable Of<TResult>(StudyOutcome<TResult> outcome, Words title, Func<Sample, Words> difference, params IReadOnlyList<StudyColumn<TResult>> columns)
    {
        var compared = outcome.Compared();
        var table = new LabTable(
            title,
            [new("method", "方法"), new("setting chosen", "选定的设置"), .. columns.Select(column => column.Head), new("difference", "与基线之差"), new("better than the tuned baseline?", "优于调优后的基线？")])
        { Note = Tried(outcome) };
        foreach (var method in outcome.Methods.OrderBy(method => !method.Method.IsReference))
        {
            var isRival = compared.TryGetValue(method.Name.English, out var against);
            table.Add(
                [
                    method.Name,
                    method.Method.Settings.Count == 1 ? "" : method.Setting,
                    .. columns.Select(column => column.Show(method.Over(column.Of))),
                    isRival ? difference(against!.Difference) : "",
                    isRival ? TextOf(against!.Verdict) : method.Method.IsReference ? (Words)"" : new Words("(baseline)", "（基线）"),
                ]);
        }

        return table;
    }

    /// <summary>A verdict in words.</summary>
    public static Words TextOf(Verdict verdict) => verdict switch
    {
        Verdict.Yes => new("yes", "是"),
        Verdict.No => new("no", "否"),
        _ => new("not significant", "不显著"),
    };

    /// <summary>The settings that every method tried: those with the same settings together.</summary>
    public static Words Tried<TResult>(StudyOutcome<TResult> outcome)
    {
        if (outcome.Baseline.Method.Settings.Count == 1) return new("Nothing was tuned.", "未调优。");
        var groups = outcome.Methods.GroupBy(method => method.Method.Grid?.English ?? string.Join(", ", method.Method.Settings.Select(setting => setting.Name.English)), StringComparer.Ordinal).ToArray();
        var english = groups.Select(group => $"{Listed(group, name => name.English, ", ")}: {group.Key}");
        var chinese = groups.Select(group => $"{Listed(group, name => name.Chinese, "、")}：{group.First().Method.Grid?.Chinese ?? string.Join("，", group.First().Method.Settings.Select(setting => setting.Name.Chinese))}");
        var each = outcome.Baseline.Method.Settings.Count;
        return new($"Tried, {each} settings each: {string.Join("; ", english)}.", $"每种方法各试 {each} 组设置。{string.Join("；", chinese)}。");

        string Listed(IGrouping<string, StudiedMethod<TResult>> group, Func<Words, string> inLanguage, string comma) =>
            groups.Length == 1 ? Everybody(inLanguage) : string.Join(comma, group.Select(method => inLanguage(method.Name)));

        static string Everybody(Func<Words, string> inLanguage) => inLanguage(new("every method", "所有方法"));
    }
}
