using Minima.Training.Data;
using Minima.Training.Diagnosis.Experiments;

namespace Minima.Training.Diagnosis.Checks;

/// <summary>Checks that features and targets are finite numbers: any other makes the loss of its batch NaN, and then every weight.</summary>
internal sealed class FiniteDataCheck : IDiagnosisCheck
{
    public Localized Name => new("finite data", "数据均为有限数");

    public IReadOnlyList<DiagnosisEntry> ExplainedBy => [];

    public CheckOutcome Run(Examination examination)
    {
        var findings = new List<Finding>();
        foreach (var (sample, english, chinese) in Samples(examination))
        {
            Look(examination, sample, english, chinese, findings);
        }

        return findings.Count > 0
            ? CheckOutcome.Found([.. findings.DistinctBy(finding => finding.Entry)])
            : CheckOutcome.Healthy($"all features and targets of {examination.Training.Rows} rows are finite.", $"{examination.Training.Rows} 行的特征和目标值全部有限。");
    }

    private static IEnumerable<(RowSample Sample, string English, string Chinese)> Samples(Examination examination)
    {
        yield return (examination.Training, "training", "训练");
        if (examination.Validation is { } validation) yield return (validation, "validation", "验证");
    }

    private static void Look(Examination examination, RowSample sample, string english, string chinese, List<Finding> findings)
    {
        var bad = Enumerable.Range(0, sample.Features.Length).Where(i => !double.IsFinite(sample.Features[i])).ToArray();
        if (bad.Length > 0)
        {
            var rows = bad.Select(i => i / sample.Width).Distinct().ToArray();
            var named = sample.Named(rows);
            var columns = sample.HasColumns ? NumberText.List(bad.Select(i => i % sample.Width).Distinct().Order().Select(examination.ColumnName)) : Localized.Same("");
            var where = sample.HasColumns ? new Localized($" in column {columns.English}", $"，在 {columns.Chinese} 列") : columns;
            findings.Add(new Finding(Diagnoses.NotFiniteInput, new Localized(
                $"{bad.Length} features of {rows.Length} of {sample.Rows} {english} rows are not finite{where.English}{named.English}.",
                $"{sample.Rows} 行{chinese}数据中有 {rows.Length} 行共 {bad.Length} 个特征值不是有限数{where.Chinese}{named.Chinese}。")));
        }

        for (var target = 0; target < sample.Targets; target++)
        {
            var values = sample.Target(target);
            var width = Math.Max(values.Length / sample.Rows, 1);
            var rows = Enumerable.Range(0, values.Length).Where(i => !double.IsFinite(values[i])).Select(i => i / width).Distinct().ToArray();
            if (rows.Length == 0) continue;
            var named = sample.Named(rows);
            findings.Add(new Finding(Diagnoses.NotFiniteTarget, new Localized(
                $"the targets of {rows.Length} of {sample.Rows} {english} rows are not finite{named.English}.",
                $"{sample.Rows} 行{chinese}数据中有 {rows.Length} 行的目标值不是有限数{named.Chinese}。")));
        }
    }
}
