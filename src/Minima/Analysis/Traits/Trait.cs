namespace Minima.Analysis;

/// <summary>A trait that a loss may have at given parameters. "In the prediction" means: with every other input held.</summary>
public enum Trait
{
    /// <summary>No chord is below the curve: every valley is the only one.</summary>
    Convex,

    /// <summary>Convex, and nowhere a straight line.</summary>
    StrictlyConvex,

    /// <summary>The loss falls to its lowest place and rises from there: it may be concave, but has one valley.</summary>
    QuasiConvex,

    /// <summary>Derivatives have a bound, <see cref="TraitFinding.Constant"/>, for all predictions and targets.</summary>
    Lipschitz,

    /// <summary>No value is below <see cref="TraitFinding.Constant"/>.</summary>
    BoundedBelow,

    /// <summary>No value is above <see cref="TraitFinding.Constant"/>.</summary>
    BoundedAbove,

    /// <summary>The derivative is continuous (C1).</summary>
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

    /// <summary>The derivative returns to 0 as the error grows: gross errors are ignored.</summary>
    Redescending,

    /// <summary>The loss never falls, or never rises, as the prediction grows; the direction may depend on the target.</summary>
    Monotone,

    /// <summary>For two classes: the best prediction determines the probability, so that the link converts predictions to probabilities.</summary>
    Proper,

    /// <summary>For two classes: the best prediction is on the side of the more likely class.</summary>
    ClassificationCalibrated,
}

/// <summary>The verdict on a statement about a loss.</summary>
public enum TraitVerdict
{
    /// <summary>Neither a proof nor a counter-example is known.</summary>
    Unknown,

    /// <summary>Proved for all real inputs of the domain, including the further inputs and every label.</summary>
    Proved,

    /// <summary>Contradicted by a counter-example that holds in double-double arithmetic, with a bound of the error.</summary>
    Refuted,
}

/// <summary>An element at which a statement was tried.</summary>
public readonly record struct Witness(double Prediction, double Target, double Value, double Slope)
{
    /// <summary>The inputs that are neither prediction nor target, in their order; empty if they have their ordinary values or there are none.</summary>
    public IReadOnlyList<double> Others { get => field ?? []; init; }
}

/// <summary>A finding on one trait of a loss, with its evidence.</summary>
public sealed record TraitFinding
{
    /// <summary>The trait.</summary>
    public required Trait Trait { get; init; }

    /// <summary>The verdict: proved, refuted, or unknown.</summary>
    public required TraitVerdict Verdict { get; init; }

    /// <summary>True if the trait is proved.</summary>
    public bool Holds => Verdict == TraitVerdict.Proved;

    /// <summary>Proven, or searched: a search found no counter-example to an unknown trait.</summary>
    public Evidence Evidence => Holds ? Evidence.Proven : Evidence.Searched;

    /// <summary>The number of comparisons; 0 if none was needed.</summary>
    public long Trials { get; init; }

    /// <summary>The constant of the trait: a Lipschitz constant, a bound, a degree.</summary>
    public Quantity? Constant { get; init; }

    /// <summary>For a refuted trait: elements that contradict it, in the order in which the trait compares them.</summary>
    public IReadOnlyList<Witness> Against { get; init; } = [];
}
