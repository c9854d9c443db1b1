using Minima.Tabular;

namespace Minima.Cli.Solve;

/// <summary>The sentences that text and page share.</summary>
internal static class SolveWords
{
    /// <summary>The most losses that a sentence names.</summary>
    private const int MostNamed = 6;

    /// <summary>A finding and the action taken.</summary>
    public static Localized Finding(TableFinding finding) => finding.Check.Title + new Localized(": ", "：") + finding.Check.Sentence + (finding.Done.IsEmpty ? Localized.Nothing : new Localized($" {finding.Done.English}", finding.Done.Chinese));

    /// <summary>The question, its metric, and the answers assumed without asking.</summary>
    public static IEnumerable<Localized> Question(SolvedTable solved, bool asked)
    {
        var result = solved.Comparison;
        yield return new($"Wanted: {result.Wanted.Title.English}, judged by {result.Metric.Title.English}.", $"所求为{result.Wanted.Title.Chinese}，按{result.Metric.Title.Chinese}评判。");
        if (result.Data.Classes is [var zero, var one])
        {
            var (other, share) = (Wording.Shell(zero), NumberFormat.Short(100 * result.Data.Shares[1]));
            yield return new($"The class to find is '{one}' ({share} % of the rows); --positive {other} finds the other.", $"要找出的类别是“{one}”（占 {share}%）；--positive {other} 则找另一类。");
        }

        yield return solved.Advice is not null
            ? new($"Compared: the default {result.Default.Name} and the losses that the checks of the table speak for.", $"参加比较：默认的 {result.Default.Name}，以及表格检查所支持的损失。")
            : Compared(result);
        if (asked || solved.Plan.Questions.Count == 0) yield break;
        yield return new Localized("Taken without asking:", "未询问而取默认值：");
        foreach (var question in solved.Plan.Questions) yield return new($"- {question.Text.English} {question.Answer} ({question.Reason.English}).", $"- {question.Text.Chinese} {question.Answer}（{question.Reason.Chinese}）。");
    }

    private static Localized Compared(ComparisonResult result)
    {
        string[] names = [.. result.Rows.Where(row => row.Kind == RowKind.Loss).Select(row => row.Name).Prepend(result.Default.Name).Distinct(StringComparer.Ordinal)];
        var (shown, more) = (names.Take(MostNamed), names.Length - MostNamed);
        return new($"Compared: {string.Join(", ", shown)}{(more > 0 ? $" and {more} more" : "")}.", $"参加比较：{string.Join("、", shown)}{(more > 0 ? $" 等 {names.Length} 个损失" : "")}。");
    }

    /// <summary>The warnings of the comparison, without those that repeat a check.</summary>
    public static IEnumerable<Localized> Warnings(SolvedTable solved)
    {
        var titles = solved.Comparison.Checks.Select(check => check.Title.English).ToArray();
        return solved.Comparison.Warnings.Where(warning => !Array.Exists(titles, title => warning.English.StartsWith($"Check the data, {title}: ", StringComparison.Ordinal)));
    }

    /// <summary>The files that were written, or the reason that one was not.</summary>
    public static IEnumerable<Localized> Files(SolvedTable solved, string? page, string? model)
    {
        if (page is not null) yield return new($"{page}: this answer as a page.", $"{page}：本答案的网页。");
        var (loss, rows) = solved.Trees is { } trees ? ($"{trees.Loss} [trees]", trees.Rows) : (solved.Model?.Loss ?? "", solved.Model?.Rows ?? 0);
        if (model is not null) yield return new($"{model}: {loss}, fitted on {rows} rows.", $"{model}：{loss}，在 {rows} 行上拟合。");
        else if (!solved.NoModel.IsEmpty) yield return solved.NoModel;
        else if (solved.Model is null && solved.Trees is null) yield return new("No model is written: none was shown to beat the best constant beyond luck.", "没有写入模型：没有模型明显优于最优常数。");
    }
}
