using Minima.Training.Data;

namespace Minima.Training.Diagnosis.Checks;

/// <summary>Checks that the validation loss does not climb while the training loss falls in the trial training.</summary>
internal sealed class OverfittingCheck : IDiagnosisCheck
{
    /// <summary>The allowed final excess of the validation loss over its minimum, in units of the learnable part: smaller ones are noise of the rows.</summary>
    public const double MostRise = 0.2;

    /// <summary>The distance below the best constant that the validation loss must have reached, in the same units: only what was learned can be lost by overfitting.</summary>
    public const double LeastGain = 0.05;

    public Localized Name => new("overfitting", "过拟合");

    public IReadOnlyList<DiagnosisEntry> ExplainedBy { get; } = [.. Causes.WrongPath, .. Causes.NoStep, Diagnoses.ValidationOverlap, Diagnoses.FirstLoss];

    public CheckOutcome Run(Examination examination)
    {
        if (examination.Validation is null) return CheckOutcome.Skipped("there are no validation rows.", "没有验证数据。");
        var path = examination.Run.Path;
        var unit = examination.LossUnit;
        var best = path.MinBy(point => point.Validation);
        var last = path[^1];
        var rise = (last.Validation - best.Validation) / unit;
        var english = $"the validation loss is {examination.Shown(best.Validation)} after {best.Step} steps and {examination.Shown(last.Validation)} after {last.Step}, the training loss {examination.Shown(best.Loss)} and {examination.Shown(last.Loss)}; it climbs by {NumberText.Short(Math.Max(rise, 0))} of what there is to learn (at most {MostRise} passes).";
        var chinese = $"第 {best.Step} 步验证损失为 {examination.Shown(best.Validation)}，第 {last.Step} 步为 {examination.Shown(last.Validation)}，训练损失分别为 {examination.Shown(best.Loss)} 和 {examination.Shown(last.Loss)}；回升为可学部分的 {NumberText.Short(Math.Max(rise, 0))} 倍（上限 {MostRise}）。";
        var hasLearned = best.Validation < examination.Expected.Constant - (LeastGain * unit);
        return hasLearned && rise > MostRise && last.Loss < best.Loss ? CheckOutcome.Found(Diagnoses.Overfitting, english, chinese) : CheckOutcome.Healthy(english, chinese);
    }
}
