using Minima.Training.Data;

namespace Minima.Training.Diagnosis.Checks;

/// <summary>Checks that the optimizer trains the model's parameters.</summary>
internal sealed class OptimizerParametersCheck : IDiagnosisCheck
{
    public Localized Name => new("parameters of the optimizer", "优化器的参数");

    public IReadOnlyList<DiagnosisEntry> ExplainedBy => [];

    public CheckOutcome Run(Examination examination)
    {
        using var trial = examination.NewTrial();
        var optimizer = examination.NewOptimizer(trial.Model);
        var known = optimizer.Parameters.ToHashSet(ReferenceEqualityComparer.Instance);
        var frozen = trial.Model.Parameters.Where(parameter => !parameter.IsTrainable).ToArray();
        var forgotten = trial.Trainable.Where(parameter => !known.Contains(parameter)).ToArray();
        var findings = new List<Finding>();
        if (forgotten.Length > 0)
        {
            var names = NumberText.List(forgotten.Select(parameter => parameter.Name));
            findings.Add(new Finding(Diagnoses.NotInOptimizer, new Localized(
                $"{forgotten.Length} of {trial.Model.Parameters.Count} parameters of the model are trainable and not in the optimizer: {names.English}.",
                $"模型的 {trial.Model.Parameters.Count} 个参数中有 {forgotten.Length} 个可训练但不在优化器中：{names.Chinese}。")));
        }

        if (frozen.Length > 0)
        {
            var names = NumberText.List(frozen.Select(parameter => parameter.Name));
            findings.Add(new Finding(Diagnoses.FrozenParameter, new Localized(
                $"{frozen.Length} of {trial.Model.Parameters.Count} parameters are frozen: {names.English}.",
                $"{trial.Model.Parameters.Count} 个参数中有 {frozen.Length} 个被冻结：{names.Chinese}。")));
        }

        if (trial.Trainable.Length == 0)
        {
            findings.Add(new Finding(Diagnoses.NoGradient, new Localized("no parameter of the model is trainable.", "模型没有任何可训练的参数。")));
        }

        return findings.Count > 0
            ? CheckOutcome.Found([.. findings])
            : CheckOutcome.Healthy($"all {trial.Model.Parameters.Count} parameters are trainable and in the optimizer.", $"{trial.Model.Parameters.Count} 个参数全部可训练，且都在优化器中。");
    }
}
