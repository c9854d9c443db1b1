using Minima.Training.Diagnosis.Checks;

namespace Minima.Training.Diagnosis;

/// <summary>
/// Examines a training before it starts: data, first loss, gradients, whether a few rows can be overfitted, the learning rate, a short trial.
/// Each finding has a code, numbers, a cause and a remedy, in English and Chinese. Passed checks are listed as well, with their measurements.
/// </summary>
/// <remarks>
/// <para>It works on its own models. If <c>makeModel</c> returns an existing model, its parameters, buffers and random states are restored.</para>
/// <para>Checks run from causes to effects: after a NaN in the data, for example, checks of its consequences are skipped, and the report gives that reason.</para>
/// <para>The work is bounded by counts (<see cref="DoctorOptions"/>), so that the same data, seed and options always give the same report.</para>
/// </remarks>
/// <example><code>
/// var report = Doctor.Examine(
///     seed => new Sequential(new Linear(64, 64, new RandomState(seed)), new Activation&lt;Relu&gt;(), new Linear(64, 10, new RandomState(seed + 1))),
///     new Objective(Loss.Create("cross_entropy")),
///     model => new Adam(model.Parameters, 1e-3),
///     training,
///     validation);
/// Console.WriteLine(report);
/// </code></example>
public static class Doctor
{
    /// <summary>The checks, from causes to effects.</summary>
    internal static IReadOnlyList<IDiagnosisCheck> Checks { get; } =
    [
        new FiniteDataCheck(),
        new ConstantFeatureCheck(),
        new FeatureScaleCheck(),
        new TargetLeakCheck(),
        new ValidationOverlapCheck(),
        new LabelRangeCheck(),
        new LabelBalanceCheck(),
        new NumericLabelsCheck(),
        new ConflictingLabelsCheck(),
        new OutputDomainCheck(),
        new LinkTwiceCheck(),
        new OptimizerParametersCheck(),
        new FiniteStepCheck(),
        new TargetScaleCheck(),
        new DeadUnitsCheck(afterTraining: false),
        new ReachedParametersCheck(),
        new FirstLossCheck(),
        new LayerGradientsCheck(),
        new OneBatchCheck(),
        new LearningRateCheck(),
        new FiniteTrainingCheck(),
        new LossPathCheck(),
        new UpdateRatioCheck(),
        new DeadUnitsCheck(afterTraining: true),
        new OverfittingCheck(),
        new BaselineCheck(),
    ];

    /// <summary>Examines a training.</summary>
    /// <param name="makeModel">Creates the model for a seed.</param>
    /// <param name="objective">The objective to minimise.</param>
    /// <param name="makeOptimizer">Creates the optimizer of a model, with the intended learning rate.</param>
    /// <param name="training">The rows to train on.</param>
    /// <param name="validation">The validation rows, or null.</param>
    /// <param name="options">The bounds of the work.</param>
    /// <param name="cancellation">Checked between steps.</param>
    /// <exception cref="TrainingException">There are no rows, or shapes do not match.</exception>
    /// <exception cref="OperationCanceledException">The examination was cancelled.</exception>
    public static DiagnosisReport Examine(
        Func<ulong, Module> makeModel,
        Objective objective,
        Func<Module, Optimizer> makeOptimizer,
        IBatchSource training,
        IBatchSource? validation = null,
        DoctorOptions? options = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(makeModel);
        ArgumentNullException.ThrowIfNull(objective);
        ArgumentNullException.ThrowIfNull(makeOptimizer);
        ArgumentNullException.ThrowIfNull(training);
        var examination = new Examination(makeModel, objective, makeOptimizer, training, validation, options ?? new DoctorOptions(), cancellation);
        var findings = new List<Finding>();
        var records = new List<CheckRecord>();
        foreach (var check in Checks)
        {
            cancellation.ThrowIfCancellationRequested();
            var cause = findings.Find(finding => check.ExplainedBy.Contains(finding.Entry));
            var outcome = cause is null
                ? check.Run(examination)
                : CheckOutcome.Skipped($"{cause.Code} comes first; this would only be its consequence.", $"应先解决 {cause.Code}，此项只会是它的后果。");
            findings.AddRange(outcome.Findings);
            records.Add(new CheckRecord(check.Name, outcome.Status, outcome.Text));
        }

        return new DiagnosisReport(findings, records);
    }
}
