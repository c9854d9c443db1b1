namespace Minima.Analysis;

/// <summary>What may be true of a row loss, at given parameters.</summary>
public enum RowTrait
{
    /// <summary>Convex in the scores: no chord between two rows of predictions lies below the loss.</summary>
    Convex,

    /// <summary>No value is negative.</summary>
    NonNegative,

    /// <summary>No value lies above <see cref="RowTraitFinding.Constant"/>.</summary>
    BoundedAbove,

    /// <summary>No slope with respect to a score is larger than <see cref="RowTraitFinding.Constant"/>.</summary>
    Lipschitz,

    /// <summary>The slope along every line is continuous: there are no kinks.</summary>
    ContinuousSlope,

    /// <summary>The same number added to every score changes nothing.</summary>
    ShiftInvariant,

    /// <summary>The order of the classes means nothing: of those besides the label, or of all where targets are rows.</summary>
    Symmetric,

    /// <summary>A higher score of the label never costs more. Of losses on labels only.</summary>
    FallsInLabel,

    /// <summary>The best constant row gives back the shares of the labels, or the mean of the target rows, through the link.</summary>
    Proper,

    /// <summary>In the best constant row the most frequent label has the largest score. Of losses on labels only.</summary>
    Calibrated,
}

/// <summary>A row on which a statement was tried. <paramref name="Label"/> is -1 where <paramref name="Target"/> is a row, which is empty otherwise.</summary>
public sealed record RowWitness(IReadOnlyList<double> Prediction, int Label, IReadOnlyList<double> Target, double Value);

/// <summary>Whether a row loss has a trait, and how that is known.</summary>
public sealed record RowTraitFinding
{
    /// <summary>Which trait.</summary>
    public required RowTrait Trait { get; init; }

    /// <summary>Whether it is proved, refuted, or neither.</summary>
    public required TraitVerdict Verdict { get; init; }

    /// <summary>It is proved.</summary>
    public bool Holds => Verdict == TraitVerdict.Proved;

    /// <summary>The proof is one for any number of classes, and not only for three.</summary>
    public bool IsForAnyClasses { get; init; }

    /// <summary>How many comparisons were made until then.</summary>
    public required long Trials { get; init; }

    /// <summary>The bound that is proved, for traits that speak of one.</summary>
    public double? Constant { get; init; }

    /// <summary>It is refuted for all scores, but no counter-example was found among rows whose exp sums to 1: log-probabilities that fit each other.</summary>
    public bool HoldsOnLogProbabilities { get; init; }

    /// <summary>Rows that contradict the trait, in the order in which it compares them.</summary>
    public IReadOnlyList<RowWitness> Against { get; init; } = [];
}
