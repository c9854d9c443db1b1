namespace Minima.Training.Diagnosis.Checks;

/// <summary>Checks that loss and gradients of a new model are finite.</summary>
internal sealed class FiniteStepCheck : IDiagnosisCheck
{
    public Localized Name => new("first step finite", "首步均为有限数");

    public IReadOnlyList<DiagnosisEntry> ExplainedBy { get; } = Causes.NoLoss;

    public CheckOutcome Run(Examination examination)
    {
        if (examination.First.IsFinite) return CheckOutcome.Healthy($"loss {examination.Shown(examination.First.Loss)}, all gradients finite.", $"损失为 {examination.Shown(examination.First.Loss)}，所有梯度有限。");
        var report = examination.With(trial => NonFiniteSearch.Run(trial.Model, examination.Objective, [examination.Probe])) with { Step = 1, Epoch = 1, Loss = examination.First.Loss };
        return CheckOutcome.Found(report.ToFinding());
    }
}
