namespace Minima.Analysis;

/// <summary>How a best constant comes to be one.</summary>
public enum OptimumKind
{
    /// <summary>One constant is best.</summary>
    Unique,

    /// <summary>Every constant between <see cref="OptimalConstant.Low"/> and <see cref="OptimalConstant.High"/> is equally good; the middle is taken.</summary>
    Interval,

    /// <summary>Every constant beyond a finite end is equally good; that end is taken.</summary>
    HalfLine,

    /// <summary>Every constant is equally good; 0, or the point of the domain nearest to it, is taken.</summary>
    Any,

    /// <summary>The loss falls for ever: there is no finite best constant, and the value is an infinity.</summary>
    None,
}

/// <summary>The constant prediction with the lowest mean loss over a sample: the start of a booster, and the baseline that a model has to beat.</summary>
/// <param name="Value">The constant; an infinity where no finite one is best.</param>
/// <param name="Low">The lowest of the constants that are equally good.</param>
/// <param name="High">The highest of them.</param>
/// <param name="MeanLoss">The mean loss there, weights taken into account.</param>
/// <param name="Kind">Whether it is the only one.</param>
/// <param name="Evidence">Proven where the loss is convex by structure, searched for otherwise: of a loss with many valleys the deepest that was found.</param>
/// <param name="Others">The best constants of the further learned inputs (a scale, a variance), found together with this one; empty where there are none.</param>
public sealed record OptimalConstant(double Value, double Low, double High, double MeanLoss, OptimumKind Kind, Evidence Evidence, IReadOnlyList<(string Input, double Value)> Others);
