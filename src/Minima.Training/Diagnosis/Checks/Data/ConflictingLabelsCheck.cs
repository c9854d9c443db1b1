using Minima.Training.Data;
using Minima.Training.Diagnosis.Experiments;

namespace Minima.Training.Diagnosis.Checks;

/// <summary>Checks that rows with equal features have equal labels.</summary>
internal sealed class ConflictingLabelsCheck : IDiagnosisCheck
{
    /// <summary>The proportion of rows with a duplicate of another class that passes: single mistakes in labels do no harm.</summary>
    public const double MostShare = 0.01;

    public Localized Name => new("contradictions", "矛盾的标签");

    public IReadOnlyList<DiagnosisEntry> ExplainedBy { get; } = [Diagnoses.NotFiniteInput, Diagnoses.NotFiniteTarget];

    public CheckOutcome Run(Examination examination)
    {
        var sample = examination.Training;
        var target = sample.Target(0);
        if (target.Length != sample.Rows || !TargetClasses.Are(examination.Objective.Terms[0], sample.Batch.Target, target))
        {
            return CheckOutcome.Skipped("the target is not one class for each row.", "目标值不是每行一个类别。");
        }

        var conflicts = Enumerable.Range(0, sample.Rows)
            .GroupBy(row => RowHash.Of(sample.Features.AsSpan(row * sample.Width, sample.Width)))
            .Where(group => group.Select(row => target[row]).Distinct().Count() > 1)
            .SelectMany(group => group)
            .ToArray();
        var share = (double)conflicts.Length / sample.Rows;
        var (english, chinese) = (
            $"{conflicts.Length} of {sample.Rows} rows ({NumberText.Percent(share)}) have a twin with equal features and another label (at most {NumberText.Percent(MostShare)} passes)",
            $"{sample.Rows} 行中有 {conflicts.Length} 行（{NumberText.Percent(share)}）与另一行特征相同而标签不同（上限 {NumberText.Percent(MostShare)}）");
        if (share <= MostShare) return CheckOutcome.Healthy(english + ".", chinese + "。");
        var named = sample.Named(conflicts);
        return CheckOutcome.Found(Diagnoses.ConflictingLabels, $"{english}{named.English}.", $"{chinese}{named.Chinese}。");
    }
}
