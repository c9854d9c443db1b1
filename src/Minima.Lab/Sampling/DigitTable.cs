using Minima.Lab.Studies;

namespace Minima.Lab.Sampling;

/// <summary>The table of digit samples: a study, and below it rows that were not tuned.</summary>
internal static class DigitTable
{
    public static LabTable Of<TResult>(StudyOutcome<TResult> outcome)
        where TResult : JudgedDigits => StudyTable.Of(
            outcome,
            new("samples against digits that were never seen, with 95 % intervals over seeds", "样本与未见过的数字相比，附种子间的 95% 置信区间"),
            sample => Figure.Change(sample, 4),
            new StudyColumn<TResult>(new("distance", "距离"), one => one.Verdict.Distance, sample => Figure.Mean(sample, 4)),
            new StudyColumn<TResult>("MMD", one => one.Verdict.Discrepancy, sample => Figure.Fixed(sample.Mean, 4)),
            new StudyColumn<TResult>(new("digits found, of 10", "找到的数字（共 10）"), one => one.Verdict.Classes, sample => Figure.Fixed(sample.Mean, 1)),
            new StudyColumn<TResult>(new("surely a digit", "确信为数字"), one => one.Verdict.Sure, sample => Figure.PercentMean(sample, 0)));

    /// <summary>Adds a row that was not tuned, from the results of each seed.</summary>
    public static void Add(LabTable table, Words name, IReadOnlyList<JudgedDigits> all)
    {
        Sample Over(Func<DigitVerdict, double> figure) => new([.. all.Select(one => figure(one.Verdict))]);
        table.Add(
            name, "", Figure.Mean(Over(verdict => verdict.Distance), 4), Figure.Fixed(Over(verdict => verdict.Discrepancy).Mean, 4), Figure.Fixed(Over(verdict => verdict.Classes).Mean, 1), Figure.PercentMean(Over(verdict => verdict.Sure), 0), "", "");
    }
}
