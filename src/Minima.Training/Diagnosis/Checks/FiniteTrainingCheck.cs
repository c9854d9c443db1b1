namespace Minima.Training.Diagnosis.Checks;

/// <summary>Checks that loss and gradients stay finite, and outputs inside the loss's domain, over the trial training.</summary>
internal sealed class FiniteTrainingCheck : IDiagnosisCheck
{
    public Localized Name => new("trial training finite", "试训均为有限数");

    public IReadOnlyList<DiagnosisEntry> ExplainedBy { get; } = Causes.WrongRate;

    public CheckOutcome Run(Examination examination)
    {
        var run = examination.Run;
        if (run.NotFinite is { } report) return CheckOutcome.Found(report.ToFinding());
        if (run.Refusal is { } refusal)
        {
            return CheckOutcome.Found(
                Diagnoses.OutputDomain,
                $"at step {run.Steps + 1} of the trial training the loss refused the outputs: {refusal}",
                $"试训第 {run.Steps + 1} 步时，损失拒绝了模型的输出：{refusal}");
        }

        return CheckOutcome.Healthy($"{run.Steps} steps without a number that is not finite.", $"{run.Steps} 步中没有出现非有限数。");
    }
}
