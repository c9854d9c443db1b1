using Minima.Training.Data;
using Minima.Training.Diagnosis.Experiments;

namespace Minima.Training.Diagnosis.Checks;

/// <summary>Checks that numeric targets are numbers, not class labels.</summary>
internal sealed class NumericLabelsCheck : IDiagnosisCheck
{
    /// <summary>More distinct integers than this are counts or amounts.</summary>
    public const int MostClasses = 20;

    /// <summary>With fewer rows per value, few distinct values may be chance.</summary>
    public const int LeastRowsPerValue = 5;

    public Localized Name => new("numbers or classes", "数值还是类别");

    public IReadOnlyList<DiagnosisEntry> ExplainedBy { get; } = [Diagnoses.NotFiniteTarget, Diagnoses.OneClass, Diagnoses.ConstantTarget];

    public CheckOutcome Run(Examination examination)
    {
        var sample = examination.Training;
        foreach (var term in examination.Objective.Terms)
        {
            if (sample.Batch.TargetAt(term.Target).Type == ElementType.Int32 || term.Loss.Entry.Row is not null || !IsOfDistances(term.Loss)) continue;
            var values = sample.Target(term.Target);
            var distinct = values.Distinct().Order().ToArray();
            if (!AreLikeLabels(distinct) || values.Length < LeastRowsPerValue * distinct.Length) continue;
            return CheckOutcome.Found(
                Diagnoses.NumericLabels,
                $"the target has the {distinct.Length} whole values from {NumberText.Short(distinct[0])} to {NumberText.Short(distinct[^1])} only, over {values.Length} rows.",
                $"在 {values.Length} 行中，目标值只有 {NumberText.Short(distinct[0])} 到 {NumberText.Short(distinct[^1])} 这 {distinct.Length} 个整数。");
        }

        return CheckOutcome.Healthy("no target of numbers looks like names of classes.", "没有看似类别名称的数值目标。");
    }

    /// <summary>True if the loss predicts the target itself, which may be any number.</summary>
    private static bool IsOfDistances(Loss loss) => loss.DomainOf(1).IsReal && LossLink.Of(loss) == PredictionLink.Identity;

    private static bool AreLikeLabels(double[] distinct)
    {
        if (distinct.Length is < 2 or > MostClasses || distinct[0] is not (0 or 1)) return false;
        for (var i = 0; i < distinct.Length; i++)
        {
            if (distinct[i] != distinct[0] + i) return false;
        }

        return true;
    }
}
