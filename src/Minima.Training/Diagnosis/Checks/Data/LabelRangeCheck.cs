using Minima.Training.Data;
using Minima.Training.Diagnosis.Experiments;

namespace Minima.Training.Diagnosis.Checks;

/// <summary>Checks that every target is valid for the loss: labels from 0 to K - 1, numbers inside the loss's domain.</summary>
internal sealed class LabelRangeCheck : IDiagnosisCheck
{
    public Localized Name => new("range of targets", "目标值范围");

    public IReadOnlyList<DiagnosisEntry> ExplainedBy { get; } = [Diagnoses.NotFiniteInput, Diagnoses.NotFiniteTarget];

    public CheckOutcome Run(Examination examination)
    {
        var findings = new List<Finding>();
        foreach (var (sample, english, chinese) in new[] { (examination.Training, "training", "训练"), (examination.Validation, "validation", "验证") })
        {
            if (sample is null) continue;
            foreach (var term in examination.Objective.Terms)
            {
                if (Look(examination, term, sample, english, chinese) is { } finding) findings.Add(finding);
            }
        }

        return findings.Count > 0
            ? CheckOutcome.Found(findings[0])
            : CheckOutcome.Healthy("the loss takes every target.", "所有目标值都在损失可接受的范围内。");
    }

    private static Finding? Look(Examination examination, LossTerm term, RowSample sample, string english, string chinese)
    {
        var values = sample.Target(term.Target);
        var isLabels = sample.Batch.TargetAt(term.Target).Type == ElementType.Int32;
        if (isLabels != (term.Loss.Entry.Row is not null) && isLabels) return null;
        var (_, classes) = examination.Outputs.OutputsOf(term);
        var ignored = term.Loss.Entry.Row?.IgnoreIndex;
        var domain = term.Loss.DomainOf(1);
        bool Fits(double value) => isLabels ? value == ignored || (value >= 0 && value < classes) : domain.Contains(value);
        var width = Math.Max(values.Length / sample.Rows, 1);
        var bad = Enumerable.Range(0, values.Length).Where(i => !Fits(values[i])).ToArray();
        if (bad.Length == 0) return null;
        var rule = isLabels ? $"0..{classes - 1}" : domain.ToString();
        var named = sample.Named(bad.Select(i => i / width).Distinct());
        var found = bad.Select(i => values[i]).Distinct().Order().ToArray();
        var list = NumberText.List(found.Select(NumberText.Short));
        var isOneBased = isLabels && found is [var only] && only == classes && !values.Contains(0);
        return new Finding(Diagnoses.LabelRange, new Localized(
            $"{bad.Length} of {values.Length} {english} targets are outside {rule}: {list.English}{named.English}.{(isOneBased ? " They seem to count from 1." : "")}",
            $"{values.Length} 个{chinese}目标值中有 {bad.Length} 个不在 {rule} 范围内：{list.Chinese}{named.Chinese}。{(isOneBased ? "标签似乎从 1 开始计数。" : "")}"));
    }
}
