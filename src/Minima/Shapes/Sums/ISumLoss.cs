using Minima.Reals;

namespace Minima;

/// <summary>The elements that one set of sums runs over. The first axis of the arrays is the batch, the second the class.</summary>
public enum SumGroups
{
    /// <summary>All elements together.</summary>
    Batch,

    /// <summary>The elements of each row: one position of the first axis.</summary>
    Rows,

    /// <summary>The positions of the axes after the first two, for each pair of batch and class.</summary>
    Classes,

    /// <summary>The positions of the whole batch, for each class.</summary>
    ClassesOfBatch,
}

/// <summary>The origin subtracted from the elements before they are summed, so that large numbers of small variance keep their precision. The final formula must not depend on it.</summary>
public enum SumPivot
{
    /// <summary>No origin: 0.</summary>
    None,

    /// <summary>The first prediction of the group for predictions, its first target for targets.</summary>
    Own,

    /// <summary>The first target of the group for both, so that residuals are unchanged.</summary>
    Target,
}

/// <summary>
/// A function of a few sums over elements: Dice, correlations, the root of a mean. A loss defines the terms that each element adds to the sums, and the
/// formula over the sums. The engine passes over memory once for the sums and once for the gradient.
/// </summary>
public interface ISumLoss : ILoss
{
    /// <summary>The number of sums, 1 to 5.</summary>
    static abstract int Count { get; }

    /// <summary>True if the loss is not a mean of terms: it takes no reduction, weights or mask, and the values of several groups are averaged.</summary>
    static virtual bool IsScalar => false;

    /// <summary>True if the final formula reads the sums of all classes of a row at once (<see cref="Sums{T}.Of"/>): one term per row.</summary>
    static virtual bool OverClasses => false;

    /// <summary>The required number of classes, or null for any number.</summary>
    static virtual int? Classes => null;

    /// <summary>The origin subtracted from the elements.</summary>
    static virtual SumPivot Pivot => SumPivot.None;

    /// <summary>The domain of a prediction.</summary>
    static virtual Domain PredictionDomain => Domain.Unit;

    /// <summary>The domain of a target.</summary>
    static virtual Domain TargetDomain => Domain.Unit;

    /// <summary>The rule that the sums of a group break, checked before anything is written; null if they break none. NaN is accepted.</summary>
    static virtual string? BrokenRule(ReadOnlySpan<double> sums, double count) => null;

    /// <summary>The elements that a set of sums runs over, at these parameters.</summary>
    SumGroups Groups { get; }

    /// <summary>The terms that one element adds to the sums.</summary>
    SumTerms<T> TermsOf<T>(T prediction, T target)
        where T : IReal<T>;

    /// <summary>The loss of a group as a function of its sums.</summary>
    T Of<T>(in Sums<T> sums)
        where T : IReal<T>;
}
