namespace Minima.Analysis;

/// <summary>The kind of a best constant.</summary>
public enum OptimumKind
{
    /// <summary>One constant is best.</summary>
    Unique,

    /// <summary>Every constant between <see cref="OptimalConstant.Low"/> and <see cref="OptimalConstant.High"/> is equally good; the value is the middle.</summary>
    Interval,

    /// <summary>Every constant beyond a finite end is equally good; the value is that end.</summary>
    HalfLine,

    /// <summary>Every constant is equally good; the value is 0, or the point of the domain nearest to it.</summary>
    Any,

    /// <summary>The loss falls without end: there is no finite best constant, and the value is an infinity.</summary>
    None,
}

/// <summary>The constant prediction with the lowest mean loss over a sample: the start of a booster, and the baseline that a model has to beat.</summary>
/// <param name="Value">The constant; an infinity if no finite one is best.</param>
/// <param name="Low">The lowest of the constants that are equally good.</param>
/// <param name="High">The highest of them.</param>
/// <param name="MeanLoss">The weighted mean loss there.</param>
/// <param name="Kind">The kind of optimum: unique, or one of several.</param>
/// <param name="Evidence">Proven if the loss is convex by structure, searched otherwise: for a loss with many valleys, the deepest one found.</param>
/// <param name="Others">The best constants of the further learned inputs (a scale, a variance), found together with this one; empty if there are none.</param>
public sealed record OptimalConstant(double Value, double Low, double High, double MeanLoss, OptimumKind Kind, Evidence Evidence, IReadOnlyList<(string Input, double Value)> Others);
