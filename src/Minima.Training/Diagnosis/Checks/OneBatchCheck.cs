namespace Minima.Training.Diagnosis.Checks;

/// <summary>Checks that the model fits a handful of rows exactly.</summary>
internal sealed class OneBatchCheck : IDiagnosisCheck
{
    /// <summary>The proportion of the learnable part that must be learned. Sound models learn all but a hundredth; a bounded or blind one remains far below.</summary>
    public const double LeastLearned = 0.8;

    public Localized Name => new("one batch overfitted", "过拟合一个批次");

    public IReadOnlyList<DiagnosisEntry> ExplainedBy { get; } = [.. Causes.NoFlow, .. Causes.NothingToLearn, Diagnoses.FeatureScale, Diagnoses.VanishingGradient, Diagnoses.ExplodingGradient];

    public CheckOutcome Run(Examination examination)
    {
        if (examination.Training.Rows < 2) return CheckOutcome.Skipped("there is one row only.", "只有一行数据。");
        var run = examination.OneBatch;
        if (double.IsNaN(run.Expected.Learnable)) return CheckOutcome.Skipped("these rows have no floor of the loss above that of a constant.", "这些行的损失没有低于常数预测的下限。");
        var (english, chinese) = (
            $"of {run.Rows} rows the model learned {NumberText.Percent(Math.Max(run.Learned, 0))} of what there is to learn in {examination.Options.OneBatchSteps} steps ({NumberText.Percent(LeastLearned)} passes): loss {examination.Shown(run.Loss)}, of the best constant {examination.Shown(run.Expected.Constant)}, of the best possible {examination.Shown(run.Expected.Floor)}.",
            $"用 {run.Rows} 行训练 {examination.Options.OneBatchSteps} 步，模型学到了可学部分的 {NumberText.Percent(Math.Max(run.Learned, 0))}（达到 {NumberText.Percent(LeastLearned)} 视为正常）：损失 {examination.Shown(run.Loss)}，最优常数 {examination.Shown(run.Expected.Constant)}，理论最低 {examination.Shown(run.Expected.Floor)}。");
        return run.Learned >= LeastLearned ? CheckOutcome.Healthy(english, chinese) : CheckOutcome.Found(Diagnoses.OneBatch, english, chinese);
    }
}
