namespace Minima.Training.Diagnosis.Checks;

/// <summary>Lists of causes: after one of these findings, later checks would only find its consequences.</summary>
internal static class Causes
{
    /// <summary>No loss can be computed.</summary>
    public static IReadOnlyList<DiagnosisEntry> NoLoss { get; } = [Diagnoses.NotFiniteInput, Diagnoses.NotFiniteTarget, Diagnoses.LabelRange, Diagnoses.OutputDomain];

    /// <summary>No step can be made.</summary>
    public static IReadOnlyList<DiagnosisEntry> NoStep { get; } = [.. NoLoss, Diagnoses.NotFiniteParameter, Diagnoses.Overflow, Diagnoses.OutsideDomain, Diagnoses.NotFiniteGradient];

    /// <summary>The outputs of the model are not what the loss and the target require.</summary>
    public static IReadOnlyList<DiagnosisEntry> WrongOutput { get; } = [.. NoStep, Diagnoses.SoftmaxTwice, Diagnoses.SigmoidTwice, Diagnoses.TargetScale];

    /// <summary>Gradients do not reach all parameters.</summary>
    public static IReadOnlyList<DiagnosisEntry> NoFlow { get; } = [.. WrongOutput, Diagnoses.NotInOptimizer, Diagnoses.DeadUnits, Diagnoses.NoGradient];

    /// <summary>There is nothing to learn.</summary>
    public static IReadOnlyList<DiagnosisEntry> NothingToLearn { get; } = [Diagnoses.OneClass, Diagnoses.ConstantTarget];

    /// <summary>The model or the data prevent any training.</summary>
    public static IReadOnlyList<DiagnosisEntry> NoLearning { get; } = [.. NoFlow, .. NothingToLearn, Diagnoses.FeatureScale, Diagnoses.VanishingGradient, Diagnoses.ExplodingGradient, Diagnoses.OneBatch];

    /// <summary>The learning rate prevents this training.</summary>
    public static IReadOnlyList<DiagnosisEntry> WrongRate { get; } = [.. NoLearning, Diagnoses.LearningRateSmall, Diagnoses.LearningRateLarge];

    /// <summary>The trial training failed.</summary>
    public static IReadOnlyList<DiagnosisEntry> WrongPath { get; } = [.. WrongRate, Diagnoses.LossRises, Diagnoses.LossOscillates];
}
