using Minima.Training.Diagnosis.Experiments;

namespace Minima.Training.Diagnosis.Checks;

/// <summary>Checks that numeric targets are about as large as the outputs of a new model.</summary>
internal sealed class TargetScaleCheck : IDiagnosisCheck
{
    /// <summary>
    /// The largest ratio of the target to the first outputs (or to 1) that passes. Adam moves a weight by about its learning rate in a step: at 0.001
    /// an output of 100 is a hundred thousand steps away through one bias, some thousands through a layer of usual width.
    /// </summary>
    public const double MostRatio = 100;

    public Localized Name => new("scale of targets", "目标值的量级");

    public IReadOnlyList<DiagnosisEntry> ExplainedBy { get; } = [.. Causes.NoStep, Diagnoses.OneClass, Diagnoses.ConstantTarget];

    public CheckOutcome Run(Examination examination)
    {
        var largest = double.NaN;
        for (var t = 0; t < examination.Objective.Terms.Count; t++)
        {
            var term = examination.Objective.Terms[t];
            var target = examination.Training.Batch.TargetAt(term.Target);
            if (target.Type == ElementType.Int32 || term.Loss.Entry.Row is not null || LossLink.Of(term.Loss) != PredictionLink.Identity) continue;
            var size = Moments.Of(target.ToArray()).RootMeanSquare;
            var outputs = Moments.Of(examination.Outputs.ValuesOf(examination.Objective, t, 0)).RootMeanSquare;
            var reference = Math.Max(1, outputs);
            largest = double.IsNaN(largest) ? size / reference : Math.Max(largest, size / reference);
            if (size <= MostRatio * reference) continue;
            return CheckOutcome.Found(
                Diagnoses.TargetScale,
                $"the target has a root mean square of {NumberText.Short(size)}, the outputs of a new model one of {NumberText.Short(outputs)} (a ratio of at most {NumberText.Short(MostRatio)} passes).",
                $"目标值的均方根为 {NumberText.Short(size)}，新模型输出的均方根为 {NumberText.Short(outputs)}（比值上限 {NumberText.Short(MostRatio)}）。");
        }

        return double.IsNaN(largest)
            ? CheckOutcome.Skipped("no target is a number that the model predicts directly.", "没有由模型直接预测的数值目标。")
            : CheckOutcome.Healthy($"targets are {NumberText.Short(largest)} times as large as the first outputs or 1 (at most {NumberText.Short(MostRatio)}).", $"目标值是初始输出（或 1）的 {NumberText.Short(largest)} 倍（上限 {NumberText.Short(MostRatio)}）。");
    }
}
