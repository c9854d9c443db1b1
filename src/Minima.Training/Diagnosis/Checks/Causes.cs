namespace Minima.Training.Diagnosis.Checks;

/// <summary>What explains what: where one of these was found, later questions would only find its consequences.</summary>
internal static class Causes
{
    /// <summary>No loss can be computed.</summary>
    public static IReadOnlyList<DiagnosisEntry> NoLoss { get; } = [Diagnoses.NotFiniteInput, Diagnoses.NotFiniteTarget, Diagnoses.LabelRange, Diagnoses.OutputDomain];

    /// <summary>No step can be made.</summary>
    public static IReadOnlyList<DiagnosisEntry> NoStep { get; } = [.. NoLoss, Diagnoses.NotFiniteParameter, Diagnoses.Overflow, Diagnoses.OutsideDomain, Diagnoses.NotFiniteGradient];

    /// <summary>The model says something else than the loss and the target expect.</summary>
    public static IReadOnlyList<DiagnosisEntry> WrongOutput { get; } = [.. NoStep, Diagnoses.SoftmaxTwice, Diagnoses.SigmoidTwice, Diagnoses.TargetScale];

    /// <summary>Gradients do not reach everything.</summary>
    public static IReadOnlyList<DiagnosisEntry> NoFlow { get; } = [.. WrongOutput, Diagnoses.NotInOptimizer, Diagnoses.DeadUnits, Diagnoses.NoGradient];

    /// <summary>There is nothing to learn.</summary>
    public static IReadOnlyList<DiagnosisEntry> NothingToLearn { get; } = [Diagnoses.OneClass, Diagnoses.ConstantTarget];

    /// <summary>The model or the data hinder every training.</summary>
    public static IReadOnlyList<DiagnosisEntry> NoLearning { get; } = [.. NoFlow, .. NothingToLearn, Diagnoses.FeatureScale, Diagnoses.VanishingGradient, Diagnoses.ExplodingGradient, Diagnoses.OneBatch];

    /// <summary>The learning rate hinders this training.</summary>
    public static IReadOnlyList<DiagnosisEntry> WrongRate { get; } = [.. NoLearning, Diagnoses.LearningRateSmall, Diagnoses.LearningRateLarge];

    /// <summary>The trial training went wrong.</summary>
    public static IReadOnlyList<DiagnosisEntry> WrongPath { get; } = [.. WrongRate, Diagnoses.LossRises, Diagnoses.LossOscillates];
}
