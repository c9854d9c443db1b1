using Minima.Training.Diagnosis.Checks;

namespace Minima.Training.Diagnosis;

/// <summary>
/// Examines a training before it starts: data, first loss, gradients, whether a few rows can be overfitted, the learning rate, a short trial.
/// What it finds has a code, numbers, a cause and a remedy, in English and Chinese; what it found healthy is told too.
/// </summary>
/// <remarks>
/// <para>It works on models of its own making. Where <c>makeModel</c> gives one that exists already, its parameters, buffers and random states are put back.</para>
/// <para>Checks follow each other from causes to effects: after a NaN in the data, what would only be its consequence is skipped, and that is said.</para>
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
    /// <summary>The questions, from causes to effects.</summary>
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
    /// <param name="makeModel">Makes the model of a seed.</param>
    /// <param name="objective">What is to be minimised.</param>
    /// <param name="makeOptimizer">Makes the optimizer of a model, with the learning rate that is to be used.</param>
    /// <param name="training">The rows to learn from.</param>
    /// <param name="validation">The rows to judge by, or null.</param>
    /// <param name="options">How much work it may be.</param>
    /// <param name="cancellation">Asked between steps.</param>
    /// <exception cref="TrainingException">No rows, or shapes that do not fit.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
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
