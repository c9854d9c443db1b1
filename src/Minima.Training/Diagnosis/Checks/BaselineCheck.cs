namespace Minima.Training.Diagnosis.Checks;

/// <summary>Checks that the model becomes better than the best constant during the trial training, by more than chance.</summary>
internal sealed class BaselineCheck : IDiagnosisCheck
{
    /// <summary>
    /// The number of standard errors of the paired differences that the best gain must exceed. Uninformative features reach two at one of ten evaluations in a few
    /// percent of trainings; a model that learns exceeds it with a few dozen rows.
    /// </summary>
    public const double LeastErrors = 2;

    public Localized Name => new("better than a constant", "优于常数预测");

    public IReadOnlyList<DiagnosisEntry> ExplainedBy { get; } = [.. Causes.WrongPath, .. Causes.NoStep, Diagnoses.UpdateRatio, Diagnoses.ConflictingLabels, Diagnoses.Overfitting, Diagnoses.FirstLoss];

    public CheckOutcome Run(Examination examination)
    {
        var gain = examination.Run.Gain;
        if (gain.Rows < 2) return CheckOutcome.Skipped("there are too few rows to tell a gain from luck.", "行数太少，无法区分改进与偶然。");
        var judged = examination.Validation is null ? new Localized("training", "训练") : new Localized("validation", "验证");
        var english = $"after {gain.Step} of {examination.Run.Steps} steps the loss of {gain.Rows} {judged.English} rows is {(gain.Mean < 0 ? "higher" : "lower")} than that of the best constant by {examination.Shown(Math.Abs(gain.Mean))}, its standard error being {examination.Shown(gain.Error)} ({LeastErrors} of these are needed).";
        var chinese = $"共 {examination.Run.Steps} 步，其中第 {gain.Step} 步时 {gain.Rows} 行{judged.Chinese}数据的损失比最优常数{(gain.Mean < 0 ? "高" : "低")} {examination.Shown(Math.Abs(gain.Mean))}，标准误为 {examination.Shown(gain.Error)}（需达到其 {LeastErrors} 倍）。";
        return gain.InErrors > LeastErrors ? CheckOutcome.Healthy(english, chinese) : CheckOutcome.Found(Diagnoses.Baseline, english, chinese);
    }
}
