using Minima.Training.Data;

namespace Minima.Training.Diagnosis.Checks;

/// <summary>Checks that the outputs of a new model are in the loss's domain.</summary>
internal sealed class OutputDomainCheck : IDiagnosisCheck
{
    public Localized Name => new("range of outputs", "输出范围");

    public IReadOnlyList<DiagnosisEntry> ExplainedBy { get; } = [Diagnoses.NotFiniteInput];

    public CheckOutcome Run(Examination examination)
    {
        for (var t = 0; t < examination.Objective.Terms.Count; t++)
        {
            var (loss, predicted) = (examination.Objective.Terms[t].Loss, examination.Objective.PredictedBy(t));
            for (var role = 0; role < predicted.Count; role++)
            {
                var domain = loss.DomainOf(predicted[role]);
                if (domain.IsReal) continue;
                var values = examination.Outputs.ValuesOf(examination.Objective, t, role);
                var bad = values.Where(value => !double.IsNaN(value) && !domain.Contains(value)).ToArray();
                if (bad.Length == 0) continue;
                var name = role == 0 ? Localized.Nothing : new Localized($" for '{loss.Entry.Inputs[predicted[role]].Name}'", $"“{loss.Entry.Inputs[predicted[role]].Name}”");
                return CheckOutcome.Found(
                    Diagnoses.OutputDomain,
                    $"{bad.Length} of {values.Length} outputs{name.English} are outside {domain}, which {loss.Entry.Key} takes: from {NumberText.Short(bad.Min())} to {NumberText.Short(bad.Max())}.",
                    $"{loss.Entry.Key} 只接受 {domain} 范围内的{name.Chinese}输出，而 {values.Length} 个输出中有 {bad.Length} 个超出：从 {NumberText.Short(bad.Min())} 到 {NumberText.Short(bad.Max())}。");
            }
        }

        return CheckOutcome.Healthy(
            $"outputs lie from {NumberText.Short(examination.Outputs.Values.Min())} to {NumberText.Short(examination.Outputs.Values.Max())}, which the loss takes.",
            $"输出在 {NumberText.Short(examination.Outputs.Values.Min())} 到 {NumberText.Short(examination.Outputs.Values.Max())} 之间，损失可以接受。");
    }
}
