using System.Numerics;
using Minima.Reals;

namespace Minima;

/// <summary>The mapping from elements of a batch to terms, once its lengths have been checked.</summary>
/// <param name="Terms">The number of terms.</param>
/// <param name="Classes">The length of the class axis, for losses over rows.</param>
/// <param name="Inner">The number of elements per step along the class axis.</param>
/// <param name="Sums">The groups, for losses of sums.</param>
internal readonly record struct BatchLayout(int Terms, int Classes = 1, int Inner = 1, SumLayout Sums = default);

/// <summary>The differences between shapes of losses. A shape consists of this and a job with its kernel; the engine does everything else.</summary>
internal interface ILossShape<TFormula>
    where TFormula : struct, ILossFormula
{
    /// <summary>Members of a batch in addition to those that every loss accepts.</summary>
    static virtual BatchMembers Members => BatchMembers.None;

    /// <summary>True if each element is a term.</summary>
    static virtual bool IsOfElements => false;

    /// <summary>True if kernels read a block of every input before they write it: a gradient may then replace any input, not only its own.</summary>
    static virtual bool WritesOverAnyInput => false;

    /// <summary>True if the value is not a mean of terms; the values of several terms are averaged.</summary>
    static virtual bool IsScalar => false;

    /// <summary>The label of rows to leave out by default.</summary>
    static virtual int? IgnoredLabel => null;

    /// <summary>The name of a term in messages.</summary>
    static abstract string TermName(in TFormula formula);

    /// <summary>Throws on sizes and choices that the shape does not support; checks that need the lengths of terms come later.</summary>
    static abstract BatchLayout LayoutOf<TElement>(in TFormula formula, in LossBatch<TElement> batch)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>;

    /// <summary>Throws on values that the loss does not accept, in terms that count.</summary>
    static abstract void CheckValues<TElement>(in TFormula formula, in LossBatch<TElement> batch, in BatchLayout layout)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>;

    /// <summary>The term that an element of the prediction belongs to.</summary>
    static abstract int TermOf(in BatchLayout layout, int element);

    /// <summary>The contribution of a term to the number of terms.</summary>
    static virtual int CountOf<TElement>(in LossBatch<TElement> batch, int term)
        where TElement : unmanaged => 1;

    /// <summary>The factor of a term's weight in the sum of weights.</summary>
    static virtual double ShareOf<TElement>(in LossBatch<TElement> batch, int term)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement> => 1;

    /// <summary>The calling thread's job: once it exists, calls allocate nothing.</summary>
    static abstract LossJob<TFormula, TElement> Rent<L, TElement>()
        where L : unmanaged, ILanes<L, TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>;
}
