using Minima.Training.Data;

namespace Minima.Training.Diagnosis.Checks;

/// <summary>Checks that the loss depends on every trainable parameter.</summary>
internal sealed class ReachedParametersCheck : IDiagnosisCheck
{
    public Localized Name => new("gradients reach parameters", "梯度到达参数");

    public IReadOnlyList<DiagnosisEntry> ExplainedBy { get; } = [.. Causes.NoStep, Diagnoses.DeadUnits, Diagnoses.NoGradient, .. Causes.NothingToLearn];

    public CheckOutcome Run(Examination examination)
    {
        var gradients = examination.First.Gradients;
        var unreached = gradients.Where(gradient => !gradient.IsReached).Select(gradient => gradient.Name).ToArray();
        var zero = gradients.Where(gradient => gradient is { IsReached: true, Size: 0 }).Select(gradient => gradient.Name).ToArray();
        if (unreached.Length + zero.Length == 0)
        {
            return CheckOutcome.Healthy($"all {gradients.Length} trainable parameters have a gradient.", $"{gradients.Length} 个可训练参数全部有梯度。");
        }

        var names = NumberText.List([.. unreached, .. zero]);
        return CheckOutcome.Found(
            Diagnoses.NoGradient,
            $"{unreached.Length} of {gradients.Length} trainable parameters have no gradient, {zero.Length} one that is exactly 0: {names.English}.",
            $"{gradients.Length} 个可训练参数中有 {unreached.Length} 个没有梯度、{zero.Length} 个梯度恰为 0：{names.Chinese}。");
    }
}
