namespace Minima.Analysis;

/// <summary>A trait that a row loss may have at given parameters.</summary>
public enum RowTrait
{
    /// <summary>Convex in the scores: no chord between two rows of predictions is below the loss.</summary>
    Convex,

    /// <summary>No value is negative.</summary>
    NonNegative,

    /// <summary>No value is above <see cref="RowTraitFinding.Constant"/>.</summary>
    BoundedAbove,

    /// <summary>No derivative with respect to a score is larger than <see cref="RowTraitFinding.Constant"/>.</summary>
    Lipschitz,

    /// <summary>The derivative along every line is continuous: there are no kinks.</summary>
    ContinuousSlope,

    /// <summary>The same number added to every score changes nothing.</summary>
    ShiftInvariant,

    /// <summary>The order of the classes does not matter: of those other than the label, or of all if targets are rows.</summary>
    Symmetric,

    /// <summary>A higher score of the label never costs more. For losses on labels only.</summary>
    FallsInLabel,

    /// <summary>The best constant row equals, through the link, the proportions of the labels or the mean of the target rows.</summary>
    Proper,

    /// <summary>In the best constant row the most frequent label has the largest score. For losses on labels only.</summary>
    Calibrated,
}

/// <summary>A row on which a statement was tested. <paramref name="Label"/> is -1 if <paramref name="Target"/> is a row, which is empty otherwise.</summary>
public sealed record RowWitness(IReadOnlyList<double> Prediction, int Label, IReadOnlyList<double> Target, double Value);

/// <summary>A finding on one trait of a row loss, with its evidence.</summary>
public sealed record RowTraitFinding
{
    /// <summary>The trait.</summary>
    public required RowTrait Trait { get; init; }

    /// <summary>The verdict: proved, refuted, or unknown.</summary>
    public required TraitVerdict Verdict { get; init; }

    /// <summary>True if the trait is proved.</summary>
    public bool Holds => Verdict == TraitVerdict.Proved;

    /// <summary>True if the proof holds for any number of classes, not only for three.</summary>
    public bool IsForAnyClasses { get; init; }

    /// <summary>The number of comparisons; 0 for a proof.</summary>
    public required long Trials { get; init; }

    /// <summary>The proved bound, for traits that have one.</summary>
    public double? Constant { get; init; }

    /// <summary>True if the trait is refuted for all scores, but no counter-example was found among rows whose exp sums to 1: consistent log-probabilities.</summary>
    public bool HoldsOnLogProbabilities { get; init; }

    /// <summary>Rows that contradict the trait, in the order in which it compares them.</summary>
    public IReadOnlyList<RowWitness> Against { get; init; } = [];
}
