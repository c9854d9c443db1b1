using Minima.Reals;

namespace Minima;

/// <summary>Which elements one set of sums runs over. The first axis of the arrays is the batch, the second the class.</summary>
public enum SumGroups
{
    /// <summary>All elements together.</summary>
    Batch,

    /// <summary>The elements of each row: one position of the first axis.</summary>
    Rows,

    /// <summary>The positions behind the first two axes, for each pair of batch and class.</summary>
    Classes,

    /// <summary>The positions of the whole batch, for each class.</summary>
    ClassesOfBatch,
}

/// <summary>What the elements are measured from before they are summed, so that large numbers with a small spread keep it. The final formula must not depend on it.</summary>
public enum SumPivot
{
    /// <summary>From 0.</summary>
    None,

    /// <summary>The prediction from the first prediction of its group, the target from the first target.</summary>
    Own,

    /// <summary>Both from the first target of the group: residuals stay what they are.</summary>
    Target,
}

/// <summary>
/// A function of a few sums over elements: Dice, correlations, the root of a mean. A loss says what each element adds to the sums, and what
/// becomes of the sums; the engine runs over memory once for the sums and once for the gradient.
/// </summary>
public interface ISumLoss : ILoss
{
    /// <summary>How many sums there are, 1 to 5.</summary>
    static abstract int Count { get; }

    /// <summary>The loss is no mean of terms: it takes no reduction, no weights and no mask. What several groups give is averaged.</summary>
    static virtual bool IsScalar => false;

    /// <summary>The final formula reads the sums of all classes of a row at once (<see cref="Sums{T}.Of"/>): one term a row.</summary>
    static virtual bool OverClasses => false;

    /// <summary>How many classes there must be, or null for any number.</summary>
    static virtual int? Classes => null;

    /// <summary>What the elements are measured from.</summary>
    static virtual SumPivot Pivot => SumPivot.None;

    /// <summary>The domain of a prediction.</summary>
    static virtual Domain PredictionDomain => Domain.Unit;

    /// <summary>The domain of a target.</summary>
    static virtual Domain TargetDomain => Domain.Unit;

    /// <summary>What is wrong with the sums of a group, to be refused before anything is written: null where nothing is. NaN passes.</summary>
    static virtual string? BrokenRule(ReadOnlySpan<double> sums, double count) => null;

    /// <summary>Which elements a set of sums runs over, at these parameters.</summary>
    SumGroups Groups { get; }

    /// <summary>What one element adds to the sums.</summary>
    SumTerms<T> TermsOf<T>(T prediction, T target)
        where T : IReal<T>;

    /// <summary>The loss of a group by its sums.</summary>
    T Of<T>(in Sums<T> sums)
        where T : IReal<T>;
}
