using Minima.Training.Data;
using Minima.Training.Diagnosis.Experiments;

namespace Minima.Training.Diagnosis.Checks;

/// <summary>Rows of the validation data are not among those of the training data.</summary>
internal sealed class ValidationOverlapCheck : IDiagnosisCheck
{
    /// <summary>
    /// The share of validation rows, beyond the share of training rows that have a twin among themselves, that passes: where few features have few
    /// values equal rows are ordinary, and a few more are chance.
    /// </summary>
    public const double MostShare = 0.05;

    public Both Name => new("overlap with validation", "训练与验证重叠");

    public IReadOnlyList<DiagnosisEntry> ExplainedBy { get; } = [Diagnoses.NotFiniteInput, Diagnoses.NotFiniteTarget];

    public CheckOutcome Run(Examination examination)
    {
        if (examination.Validation is not { } validation) return CheckOutcome.Skipped("there are no validation rows.", "没有验证数据。");
        var own = Hashes(examination.Training);
        var known = own.ToHashSet();
        var shared = Hashes(validation).Count(known.Contains);
        var share = (double)shared / validation.Rows;
        var twins = own.GroupBy(hash => hash).Where(group => group.Count() > 1).Sum(group => group.Count()) / (double)own.Length;
        var most = twins + MostShare;
        var (english, chinese) = (
            $"{shared} of {validation.Rows} validation rows ({NumberText.Percent(share)}) are also among {examination.Training.Rows} training rows (at most {NumberText.Percent(most)} passes).",
            $"{validation.Rows} 行验证数据中有 {shared} 行（{NumberText.Percent(share)}）也出现在 {examination.Training.Rows} 行训练数据中（上限 {NumberText.Percent(most)}）。");
        return share > most ? CheckOutcome.Found(Diagnoses.ValidationOverlap, english, chinese) : CheckOutcome.Healthy(english, chinese);
    }

    private static ulong[] Hashes(RowSample sample)
    {
        var targets = sample.Target(0);
        var width = targets.Length / sample.Rows;
        return [.. Enumerable.Range(0, sample.Rows).Select(row => RowHash.Of(targets.AsSpan(row * width, width), RowHash.Of(sample.Features.AsSpan(row * sample.Width, sample.Width))))];
    }
}
