namespace Minima.Lab.Studies;

/// <summary>The findings of a study in sentences.</summary>
internal static class StudyFindings
{
    /// <summary>The methods that are better than the tuned baseline, those that are worse, and those without a significant difference.</summary>
    /// <param name="outcome">Of the study.</param>
    /// <param name="on">Where: begins the sentence.</param>
    /// <param name="show">A mean and its interval as text.</param>
    /// <param name="measure">What is compared; the score unless given.</param>
    /// <param name="isBrief">Names without figures.</param>
    public static Words Verdicts<TResult>(StudyOutcome<TResult> outcome, Words on, Func<Sample, Words> show, Measure<TResult>? measure = null, bool isBrief = false)
    {
        var by = measure ?? outcome.Score;
        var compared = outcome.Compared(by);
        var baseline = outcome.Baseline;
        var seeds = baseline.Results.Count;
        var level = show(baseline.Over(by.Of));
        return new(
            $"{on.English}. Better than the tuned baseline ({baseline.Name.English}, {level.English}): {Listed(Verdict.Yes, ", ", "none", name => name.English)}. Worse: {Listed(Verdict.No, ", ", "none", name => name.English)}. Not significant: {Listed(Verdict.NotBeyondLuck, ", ", "none", name => name.English)}. Paired t tests over {seeds} seeds, with Holm's correction.",
            $"{on.Chinese}：显著优于调优后的基线（{baseline.Name.Chinese}，{level.Chinese}）的有：{Listed(Verdict.Yes, "、", "无", name => name.Chinese)}；显著差于基线的有：{Listed(Verdict.No, "、", "无", name => name.Chinese)}；差异不显著的有：{Listed(Verdict.NotBeyondLuck, "、", "无", name => name.Chinese)}（{seeds} 个种子，配对 t 检验，经 Holm 校正）。");

        string Listed(Verdict verdict, string comma, string none, Func<Words, string> inLanguage) =>
            string.Join(comma, outcome.Rivals
                .Where(rival => compared[rival.Name.English].Verdict == verdict)
                .OrderByDescending(rival => rival.Results.Average(by.Merit))
                .Select(rival => isBrief ? inLanguage(rival.Name) : $"{inLanguage(rival.Name)} {inLanguage(show(rival.Over(by.Of)))}")
                .DefaultIfEmpty(none));
    }
}
