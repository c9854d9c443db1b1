namespace Minima.Analysis;

/// <summary>What may be true of a loss, at given parameters. "In the prediction" means: with every other input held.</summary>
public enum Trait
{
    /// <summary>No chord lies below the curve: every valley is the only one.</summary>
    Convex,

    /// <summary>Convex, and nowhere a straight line.</summary>
    StrictlyConvex,

    /// <summary>The loss falls to its lowest place and rises from there: it may be concave, but has one valley.</summary>
    QuasiConvex,

    /// <summary>Slopes have a bound, <see cref="TraitFinding.Constant"/>, for all predictions and targets.</summary>
    Lipschitz,

    /// <summary>No value lies below <see cref="TraitFinding.Constant"/>.</summary>
    BoundedBelow,

    /// <summary>No value lies above <see cref="TraitFinding.Constant"/>.</summary>
    BoundedAbove,

    /// <summary>The slope is continuous (C1).</summary>
    ContinuousSlope,

    /// <summary>The curvature is continuous (C2).</summary>
    ContinuousCurvature,

    /// <summary>No value is negative.</summary>
    NonNegative,

    /// <summary>0 where the prediction is the target, positive everywhere else.</summary>
    ZeroOnlyAtTarget,

    /// <summary>Errors of either sign cost the same: f(t + r, t) = f(t - r, t).</summary>
    Symmetric,

    /// <summary>A function of the residual prediction - target.</summary>
    TranslationInvariant,

    /// <summary>A function of the margin target * prediction.</summary>
    MarginLoss,

    /// <summary>f(s p, s t) = s^k f(p, t) for s above 0, with the degree k in <see cref="TraitFinding.Constant"/>: 0 is scale invariance, 1 scale equivariance.</summary>
    Homogeneous,

    /// <summary>The pull of an element returns to 0 as its error grows: gross errors are ignored.</summary>
    Redescending,

    /// <summary>The loss never falls, or never rises, as the prediction grows, whatever the target's sign says which.</summary>
    Monotone,

    /// <summary>Of two classes: the best prediction determines the probability, so that probabilities can be read from predictions through the link.</summary>
    Proper,

    /// <summary>Of two classes: the best prediction is on the side of the more likely class.</summary>
    ClassificationCalibrated,
}

/// <summary>What is known of a statement about a loss.</summary>
public enum TraitVerdict
{
    /// <summary>Neither a proof nor a counter-example is known.</summary>
    Unknown,

    /// <summary>It is proved for all real inputs of the domain, the further inputs and every label among them.</summary>
    Proved,

    /// <summary>A counter-example contradicts it that stays one in double-double arithmetic, with a bound of the error.</summary>
    Refuted,
}

/// <summary>An element at which a statement was tried.</summary>
public readonly record struct Witness(double Prediction, double Target, double Value, double Slope)
{
    /// <summary>The inputs that are neither prediction nor target, in their order; empty where they have their ordinary values or there are none.</summary>
    public IReadOnlyList<double> Others { get => field ?? []; init; }
}

/// <summary>Whether a loss has a trait, and how that is known.</summary>
public sealed record TraitFinding
{
    /// <summary>Which trait.</summary>
    public required Trait Trait { get; init; }

    /// <summary>Whether it is proved, refuted, or neither.</summary>
    public required TraitVerdict Verdict { get; init; }

    /// <summary>It is proved.</summary>
    public bool Holds => Verdict == TraitVerdict.Proved;

    /// <summary>Proven, or looked for: of what is unknown a search found nothing against it.</summary>
    public Evidence Evidence => Holds ? Evidence.Proven : Evidence.Searched;

    /// <summary>How many comparisons were made; 0 where none was needed.</summary>
    public long Trials { get; init; }

    /// <summary>The constant that the trait speaks of: a Lipschitz constant, a bound, a degree.</summary>
    public Quantity? Constant { get; init; }

    /// <summary>For a trait that is refuted: elements that contradict it, in the order in which the trait compares them.</summary>
    public IReadOnlyList<Witness> Against { get; init; } = [];
}
