namespace Minima.Training;

/// <summary>All problems of a training that Minima can find, by code. Each has a page in <c>docs/doctor</c> and <c>docs/zh/doctor</c>.</summary>
public static partial class Diagnoses
{
    /// <summary>All entries, in the order of the checks.</summary>
    public static IReadOnlyList<DiagnosisEntry> All => field ??=
    [
        NotFiniteInput, NotFiniteTarget, NotFiniteParameter, Overflow, OutsideDomain, NotFiniteGradient,
        ConstantFeature, FeatureScale, TargetLeak, ValidationOverlap,
        LabelRange, OneClass, Imbalance, NumericLabels, ConflictingLabels, ConstantTarget, TargetScale,
        OutputDomain, SoftmaxTwice, SigmoidTwice,
        NotInOptimizer, FrozenParameter, NoGradient, DeadUnits, FirstLoss, VanishingGradient, ExplodingGradient,
        OneBatch, LearningRateSmall, LearningRateLarge, UpdateRatio,
        Baseline, LossRises, LossOscillates, Plateau, Overfitting,
    ];

    /// <summary>Finds the entry of a code.</summary>
    /// <exception cref="TrainingException">There is no such code; the message names the nearest.</exception>
    public static DiagnosisEntry Find(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        return All.FirstOrDefault(entry => string.Equals(entry.Code, code, StringComparison.OrdinalIgnoreCase))
            ?? throw new TrainingException($"No finding of the doctor has the code '{Names.Shorten(code)}'{Names.DidYouMean(code, All.Select(entry => entry.Code))}. Diagnoses.All lists them.");
    }
}
