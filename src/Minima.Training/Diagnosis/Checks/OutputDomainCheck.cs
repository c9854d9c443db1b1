using Minima.Training.Data;

namespace Minima.Training.Diagnosis.Checks;

/// <summary>What a new model says is what the loss takes.</summary>
internal sealed class OutputDomainCheck : IDiagnosisCheck
{
    public Both Name => new("range of outputs", "输出范围");

    public IReadOnlyList<DiagnosisEntry> ExplainedBy { get; } = [Diagnoses.NotFiniteInput];

    public CheckOutcome Run(Examination examination)
    {
        foreach (var term in examination.Objective.Terms)
        {
            var domain = term.Loss.DomainOf(0);
            if (domain.IsReal) continue;
            var values = examination.Outputs.ValuesOf(term);
            var bad = values.Where(value => !double.IsNaN(value) && !domain.Contains(value)).ToArray();
            if (bad.Length == 0) continue;
            return CheckOutcome.Found(
                Diagnoses.OutputDomain,
                $"{bad.Length} of {values.Length} outputs are outside {domain}, which {term.Loss.Entry.Key} takes: from {NumberText.Short(bad.Min())} to {NumberText.Short(bad.Max())}.",
                $"{term.Loss.Entry.Key} 只接受 {domain} 范围内的输出，而 {values.Length} 个输出中有 {bad.Length} 个超出：从 {NumberText.Short(bad.Min())} 到 {NumberText.Short(bad.Max())}。");
        }

        return CheckOutcome.Healthy(
            $"outputs lie from {NumberText.Short(examination.Outputs.Values.Min())} to {NumberText.Short(examination.Outputs.Values.Max())}, which the loss takes.",
            $"输出在 {NumberText.Short(examination.Outputs.Values.Min())} 到 {NumberText.Short(examination.Outputs.Values.Max())} 之间，损失可以接受。");
    }
}
