using Minima.Training.Data;
using Minima.Training.Diagnosis.Experiments;

namespace Minima.Training.Diagnosis.Checks;

/// <summary>After the trial training the model is better than the best constant, by more than chance.</summary>
internal sealed class BaselineCheck : IDiagnosisCheck
{
    /// <summary>How many standard errors of the paired differences the gain must be: three, so that one sound training in a thousand is suspected.</summary>
    public const double LeastErrors = 3;

    public Both Name => new("better than a constant", "优于常数预测");

    public IReadOnlyList<DiagnosisEntry> ExplainedBy { get; } = [.. Causes.WrongPath, .. Causes.NoStep, Diagnoses.UpdateRatio, Diagnoses.ConflictingLabels, Diagnoses.Overfitting, Diagnoses.FirstLoss];

    public CheckOutcome Run(Examination examination)
    {
        var gains = examination.Run.Gains;
        var moments = Moments.Of(gains);
        var error = Math.Sqrt(moments.Variance / Math.Max(gains.Length - 1, 1));
        var judged = examination.Validation is null ? new Both("training", "训练") : new Both("validation", "验证");
        var english = $"after {examination.Run.Steps} steps the loss of {gains.Length} {judged.English} rows is lower than that of the best constant by {examination.Shown(moments.Mean)} (standard error {examination.Shown(error)}; {LeastErrors} of these are needed).";
        var chinese = $"训练 {examination.Run.Steps} 步后，{gains.Length} 行{judged.Chinese}数据的损失比最优常数低 {examination.Shown(moments.Mean)}（标准误 {examination.Shown(error)}，需达到其 {LeastErrors} 倍）。";
        return moments.Mean > LeastErrors * error ? CheckOutcome.Healthy(english, chinese) : CheckOutcome.Found(Diagnoses.Baseline, english, chinese);
    }
}
